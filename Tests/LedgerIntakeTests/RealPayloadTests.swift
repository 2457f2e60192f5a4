import LedgerDomain
import LedgerLog
import SystemPackage
import Testing

@testable import LedgerIntake
import LedgerValues

struct `Payloads that AWS documents and sends` {
    /// Not part of the package, since we do not own their licences.
    static let folder = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()
        .removingLastComponent().appending("shared").appending("data")

    static let names = [
        "autoscaling-launch-successful", "cloudformation-stack-status-change",
        "cloudtrail-assumedrole-runinstances", "cloudtrail-lambda-updatefunctioncode",
        "codebuild-build-phase-change", "codebuild-build-state-change", "codepipeline-action-started",
        "codepipeline-docs-action-abandoned", "codepipeline-docs-action-failed",
        "codepipeline-docs-action-succeeded", "codepipeline-docs-pipeline-failed",
        "codepipeline-docs-pipeline-started", "codepipeline-docs-pipeline-stopping",
        "codepipeline-docs-pipeline-succeeded", "codepipeline-docs-stage-stopped",
        "codepipeline-docs-stage-stopping", "codepipeline-pipeline-started", "codepipeline-stage-started",
        "ecr-image-delete", "ecr-image-push", "ecr-image-scan", "ecs-container-instance-state-change",
        "ecs-deployment-completed", "ecs-deployment-failed", "ecs-deployment-in-progress-2025-shape",
        "ecs-deployment-in-progress-rollback", "ecs-deployment-in-progress",
        "ecs-service-action-capacity-provider-steady-state", "ecs-service-action-service-steady-state",
        "ecs-service-action-service-task-placement-failure-2",
        "ecs-service-action-service-task-placement-failure", "ecs-service-action-service-task-start-impaired",
        "ecs-task-state-change-stopped-real", "ecs-task-state-change", "lambda-sqs-wrapper",
    ]

    /// Not events, or with a digest of 60 digits.
    static let defective = ["ecr-image-delete", "ecr-image-push", "lambda-sqs-wrapper"]

    static func bytes(of name: String) throws -> [UInt8] {
        let file = try FileDescriptor.open(folder.appending("\(name).json"), .readOnly)
        defer { try? file.close() }
        var bytes: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 1)
        defer { buffer.deallocate() }
        while true {
            let count = try file.read(into: buffer)
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }

    static var isPresent: Bool { (try? bytes(of: "ecs-deployment-completed")) != nil }

    @Test(.enabled(if: isPresent, "the folder shared/data is not there"), arguments: names)
    func `are imported, and again without effect`(name: String) throws {
        var harness = try Harness(stages: [])
        let bytes = try Self.bytes(of: name)
        let report = try harness.intake.take(Harness.read(bytes))
        #expect(report.defects.isEmpty == !Self.defective.contains(name), "\(report.defects)")
        let count = try harness.records().count
        let again = try harness.intake.take(Harness.read(bytes))
        #expect(again.taken == 0)
        #expect(again.unmatched.isEmpty)
        #expect(try harness.records().count == count)
    }
}
