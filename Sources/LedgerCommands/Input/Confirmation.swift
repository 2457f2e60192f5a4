import Glibc

/// Asks a person before something is done.
enum Confirmation {
    /// Whether there is somebody to ask.
    static var isPossible: Bool { isatty(STDIN_FILENO) == 1 && Terminal.errorIsTerminal }

    /// Goes on only when 'yes' is typed.
    ///
    /// `undone` is what has not happened then.
    static func ask(_ question: String, undone: String) throws(Failure) {
        StandardError.write("\(question) Type 'yes': ")
        guard readLine() == "yes" else {
            throw Failure(
                .refused,
                "notConfirmed",
                "not confirmed, \(undone)",
                hint: "type 'yes', or use -y"
            )
        }
    }
}
