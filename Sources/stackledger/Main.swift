import LedgerCommands

@main
struct Main {
    static func main() { Launch.main() }
}
