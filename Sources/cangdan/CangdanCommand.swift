@main struct CangdanCommand { static func main() {} }
