import LedgerDomain
import TestThreads
import Testing

@testable import LedgerAWS
import LedgerValues

@Suite(StartsPrograms(), .enabled(if: Python.hasBotocore, "there is no botocore"))
struct `According to botocore's models` {
    private static let answer = Result {
        try Python.ask(
            "models",
            .array(
                ExampleCall.all.map { call in
                    [.string(call.operation.service.id), .string(call.operation.name), .object(call.parameters)]
                }
            )
        )
    }

    private func models() throws -> [(ExampleCall, JSONObject)] {
        let models = try Self.answer.get()["calls"]?.array?.compactMap(\.object) ?? []
        #expect(models.count == ExampleCall.all.count)
        return Array(zip(ExampleCall.all, models))
    }

    @Test func `every service uses its protocol`() throws {
        for (call, model) in try models() {
            let service = call.operation.service
            #expect(service.endpointPrefix == model.text("prefix") && service.signingName == model.text("signing"))
            let name: Comment = "\(call.operation.name)"
            switch service.wire {
            case .json(let version, let target):
                let headers = try #require(model.object("headers"))
                #expect(model.text("protocol") == "json", name)
                #expect(headers.text("Content-Type") == "application/x-amz-json-\(version)", name)
                #expect(headers.text("X-Amz-Target") == "\(target).\(call.operation.name)", name)
            case .rest: #expect(model.text("protocol") == "rest-json", name)
            case .query: #expect(model.text("protocol") == "query", name)
            }
        }
    }

    @Test func `every request equals botocore's`() throws {
        for (call, model) in try models() {
            let (request, name) = (call.request, "\(call.operation.name)" as Comment)
            #expect(request.method.rawValue == model.text("method"), name)
            #expect(request.path == model.text("path"), name)
            #expect(call.operation.path == model.text("template"), name)
            #expect(call.operation.isSigned == (model.text("auth") != "none"), name)
            #expect(pairs(model["query"]) == request.query, name)
            for header in model.object("headers")?.members ?? [] where !request.body.isEmpty {
                #expect(request.headers.first(named: header.key) == header.value.string, name)
            }
            try compareBodies(request, model, name)
        }
    }

    private func compareBodies(_ request: HTTPRequest, _ model: JSONObject, _ name: Comment) throws {
        if model["body"]?.array != nil {
            let form = String(decoding: request.body, as: UTF8.self).split(separator: "&").map { pair in
                let halves = pair.split(separator: "=", omittingEmptySubsequences: false).map(\.percentDecoded)
                return NameValue(halves[0], halves[1])
            }
            #expect(Set(form.map(\.target)) == Set(pairs(model["body"]).map(\.target)), name)
            #expect(form.count == pairs(model["body"]).count, name)
        } else {
            #expect(
                try JSONObject(answer: request.body) == JSONObject(answer: Array((model.text("body") ?? "").utf8)),
                name
            )
        }
    }

    private func pairs(_ value: JSONValue?) -> [NameValue] {
        (value?.array ?? []).map { NameValue($0.array?.first?.string ?? "", $0.array?.last?.string ?? "") }
    }

    @Test func `every answer with all members can be parsed`() throws {
        for (call, model) in try models() {
            let body = model.text("answer") ?? ""
            #expect(throws: Never.self, "\(call.operation.name)") { _ = try call.read(Array(body.utf8)) }
            if body.isEmpty { continue }
            #expect(throws: (any Error).self, "\(call.operation.name)") {
                _ = try call.read(Array(body.utf8.dropLast(3)))
            }
        }
    }

    @Test func `only calls without effects are reads`() throws {
        for (call, model) in try models() where !(model["token"]?.array ?? []).isEmpty {
            #expect(!call.isRead)
        }
        for call in ExampleCall.all {
            let isRead = ["Assume", "BatchGet", "Describe", "Get", "List"].contains {
                call.operation.name.hasPrefix($0)
            }
            #expect(call.isRead == isRead, "\(call.operation.name)")
        }
    }

    @Test func `a list goes on from page to page with the tokens that botocore uses`() throws {
        for (call, model) in try models() {
            let name: Comment = "\(call.operation.name)"
            if let pages = model.object("pages") {
                #expect(call.operation.pages?.parameter == pages.text("input"), name)
                #expect(call.operation.pages?.answer == pages.text("output"), name)
            }
            let token = try call.read(Array((model.text("answer") ?? "").utf8))
            #expect((token != nil) == (call.operation.pages != nil), name)
        }
    }

    @Test func `what AWS adds to a task definition is known, and a copy loses no fraction`() throws {
        let answer = try Self.answer.get()
        #expect(answer["definition"]?.array?.compactMap(\.string) == TaskDefinition.addedByAWS)
        #expect(answer["fractions"]?.array == [])
        #expect(DefinitionMembers.described == Set(TaskDefinition.addedByAWS))
    }

    @Test func `what a task definition may have is known`() throws {
        let members = try #require(try Self.answer.get()["members"]?.object)
        let table = members.members.reduce(into: [:]) { $0[$1.key] = Set($1.value.array?.compactMap(\.string) ?? []) }
        #expect(table == DefinitionMembers.table)
    }
}

extension NameValue {
    fileprivate var target: String { "\(name)=\(value)" }
}
