import LedgerTesting
import Testing

@Suite(.startsPrograms)
struct `A function of SQL` {
    @Test(arguments: [
        "fts3_tokenizer('simple')", "FTS3_Tokenizer('simple')", "load_extension('x')", "sqlite_log(1, 'x')",
        "sqlite_compileoption_get(0)", "rtreecheck('stages')", "fts5_source_id()", "geopoly_area('x')",
        "sqlite_offset(stack)",
    ])
    func `that no question needs is refused`(call: String) throws {
        try Shared.shop.refuse(["query", "SELECT \(call) FROM stages"], with: 64)
    }

    @Test(arguments: [
        "json_extract('{\"a\":1}', '$.a')", "julianday('2026-11-01')", "round(1.5)", "group_concat(stack)",
        "instr(stack, 'h')", "iif(1, 2, 3)", "row_number() OVER (ORDER BY stack)", "printf('%d', 1)", "total(1)",
        "strftime('%Y', '2026-11-01')", "ceil(1.5)", "lower(stage)", "stage GLOB 'p*'", "stage LIKE 'p%'",
    ])
    func `that questions need is there`(call: String) throws {
        #expect(try Shared.shop.run("query", "SELECT \(call) FROM stages").status == 0)
    }
}
