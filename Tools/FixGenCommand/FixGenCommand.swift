@main struct FixGenCommand { static func main() {} }
