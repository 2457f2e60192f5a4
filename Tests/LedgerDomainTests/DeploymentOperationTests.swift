import LedgerDomain
import LedgerValues
import Testing

struct `The table of operations` {
    private let all = DeploymentOperation.allCases

    @Test func `tells any two operations apart`() {
        #expect(Set(all.map { "\($0.service) \($0.operation)" }).count == all.count)
        for operation in all {
            #expect(DeploymentOperation(service: operation.service, operation: operation.operation) == operation)
        }
        #expect(DeploymentOperation(service: "ecs", operation: "DeleteService") == nil)
        #expect(DeploymentOperation(service: "lambda", operation: "UpdateService") == nil)
    }

    @Test func `says what each operation changes`() {
        let changing = all.filter(\.changesWhatRuns)
        let expected: [DeploymentOperation] = [
            .updateService, .registerScalableTarget, .updateAutoScalingGroup, .stopServiceDeployment,
            .updateFunctionCode, .updateAlias,
        ]
        #expect(changing == expected)
        #expect(all.filter(\.isStoppable) == [.updateService])
        #expect(all.filter(\.isOptional) == [.tagFunction])
    }

    /// A new thing is made each time, so that a look has to find the first.
    @Test func `has a promise where something new is made`() {
        let making = all.filter { $0.actionClass == .probeable }
        #expect(making == [.registerTaskDefinition, .publishVersion])
        #expect(all.filter { !$0.promise.isEmpty } == making)
        #expect(all.allSatisfy { $0.actionClass == .probeable || $0.actionClass == .convergent })
    }
}
