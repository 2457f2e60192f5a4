package import LedgerValues
package import Logging

/// Makes calls of AWS in one region with one principal's credentials.
///
/// An ``AWSRead`` is sent again when that may help. An ``AWSWrite`` leaves this client at most once, whatever comes back,
/// so that each attempt can be recorded before it is made. This holds even when AWS refused the signature, which surely
/// changed nothing: the caller makes the next attempt, and it has the corrected clock and fresh credentials.
package struct AWSClient: Sendable {
    private let settings: AWSSettings
    private var region: String
    private let credentials: any CredentialProvider
    private let transport: any Transport
    private let clock: ServerClock
    private let retry: ReadRetry
    private let timeout: Duration
    private let logger: Logger
    /// What is masked in AWS's errors.
    private var secrets = KnownSecrets([])

    package init(
        settings: AWSSettings,
        region: String,
        credentials: any CredentialProvider,
        transport: any Transport,
        clock: ServerClock,
        retry: ReadRetry = .standard,
        timeout: Duration = .seconds(60),
        logger: Logger = .none
    ) {
        (self.settings, self.region, self.credentials) = (settings, region, credentials)
        (self.transport, self.clock, self.retry, self.timeout) = (transport, clock, retry, timeout)
        self.logger = logger
    }

    /// The time at AWS, where the system's clock is off by ten seconds or more.
    package var serverTime: Timestamp? { clock.serverTime }

    /// The same principal's client in another region.
    package func reaching(_ region: String) throws(SettingsError) -> AWSClient {
        var client = self
        client.region = try AWSSettings.checked(region: region)
        return client
    }

    /// The same client for calls that have these secrets in their parameters: they are masked in what AWS says of them.
    package func hiding(_ secrets: some Sequence<String>) -> AWSClient {
        var client = self
        client.secrets = KnownSecrets(secrets)
        return client
    }

    /// Makes the call; the result is what is known about it afterwards.
    package func send<Call: AWSCall>(_ call: Call) async -> CallOutcome<Call.Answer> {
        var attempt = 1
        var wasPutRight = false
        while true {
            let result = await exchange(call)
            logger.tell(call.operation, isRead: Call.isRead, in: region, attempt, result.outcome)
            guard Call.isRead, attempt < retry.attempts, result.mayBeRepeated else {
                return result.outcome
            }
            if case .refused(let error) = result.outcome, error.kind == .credentials {
                if wasPutRight { return result.outcome }
                wasPutRight = true
            }
            attempt += 1
            do { try await retry.pause(attempt) } catch { return result.outcome }
        }
    }

    /// The outcome of one attempt, and whether another may end better.
    private struct Exchange<Answer: Sendable> {
        let outcome: CallOutcome<Answer>
        let mayBeRepeated: Bool
    }

    private func exchange<Call: AWSCall>(_ call: Call) async -> Exchange<Call.Answer> {
        let used: AWSCredentials?
        let request: HTTPRequest
        do {
            used = call.operation.isSigned ? try await credentials.current() : nil
            request = try signed(call, with: used)
        } catch let error as SettingsError {
            return Exchange(outcome: .unanswered(.notSent(.settings(error))), mayBeRepeated: false)
        } catch let error as CredentialError {
            return Exchange(outcome: .unanswered(.notSent(.credentials(error))), mayBeRepeated: false)
        } catch {
            return Exchange(outcome: .unanswered(.notSent(.connection("it was cancelled"))), mayBeRepeated: false)
        }
        do {
            let response = try await transport.exchange(request).masked(by: KnownSecrets(of: used))
            clock.note(response.headers.first(named: "Date"))
            return await judged(response, to: call, using: used)
        } catch {
            return Exchange(outcome: .unanswered(NoAnswer(error)), mayBeRepeated: true)
        }
    }

    private func signed<Call: AWSCall>(
        _ call: Call,
        with credentials: AWSCredentials?
    ) throws(SettingsError) -> HTTPRequest {
        let service = call.operation.service
        let destination = try settings.destination(of: service, region: region)
        var request = call.request(to: destination.endpoint)
        request.timeout = timeout
        guard let credentials else { return request }
        let signer = RequestSigner(
            credentials: credentials,
            region: destination.signingRegion,
            service: service.signingName
        )
        return signer.sign(request, at: clock.read())
    }

    private func judged<Call: AWSCall>(
        _ response: HTTPResponse,
        to call: Call,
        using used: AWSCredentials?
    ) async -> Exchange<Call.Answer> {
        if (200..<300).contains(response.status) {
            let outcome = Self.reading(response, of: call)
            if case .answered = outcome { return Exchange(outcome: outcome, mayBeRepeated: false) }
            return Exchange(outcome: outcome, mayBeRepeated: true)
        }
        let error = AWSError(response, of: call.operation.service)
            .masked(by: KnownSecrets(of: used)).masked(by: secrets)
        switch error.kind {
        case .doubtful: return Exchange(outcome: .unanswered(.doubtful(.fault(error))), mayBeRepeated: true)
        case .throttled: return Exchange(outcome: .refused(error), mayBeRepeated: true)
        case .credentials:
            let isPutRight = await putRight(error, response, used: used)
            return Exchange(outcome: .refused(error), mayBeRepeated: isPutRight)
        case .alreadySo, .busy, .denied, .invalid, .outdated, .propagating:
            return Exchange(outcome: .refused(error), mayBeRepeated: false)
        }
    }

    private static func reading<Call: AWSCall>(_ response: HTTPResponse, of call: Call) -> CallOutcome<Call.Answer> {
        do {
            return .answered(try call.answer(response.body), requestID: response.requestID)
        } catch {
            let doubt = NoAnswer.Doubt.unreadable(error, status: response.status, requestID: response.requestID)
            return .unanswered(.doubtful(doubt))
        }
    }

    /// Sets the clock to AWS's time, or drops the credentials.
    ///
    /// True if the next request will differ.
    private func putRight(_ error: AWSError, _ response: HTTPResponse, used: AWSCredentials?) async -> Bool {
        if clock.correct(by: response.headers.first(named: "Date")) { return true }
        guard let used else { return false }
        return await credentials.discard(used)
    }
}

extension NoAnswer {
    fileprivate init(_ error: TransportError) {
        switch error {
        case .notSent(let reason): self = .notSent(.connection(reason))
        case .lost(let reason): self = .doubtful(.connectionLost(reason))
        case .timedOut: self = .doubtful(.timedOut)
        }
    }
}
