/// A table whose newest rows are in memory until a flush.
protocol BufferedTable {
    /// How many rows are held in memory.
    var count: Int { get }

    /// Writes the rows that memory holds.
    func flush() throws(ProjectionError)

    /// Empties the memory; to be called after a flush.
    func forget()
}
