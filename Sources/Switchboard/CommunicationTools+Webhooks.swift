public import SwitchboardCore

extension CommunicationTools {
    /// Checks a request that a provider sent to the platform, with the keys of the configuration, and reads what it tells.
    ///
    /// Nothing is sent and nothing is remembered. Providers deliver at least once: keep the ids that were seen. Answer
    /// 401 to `authentication_failed`, 400 to `invalid_input`, 503 to `not_configured` and 2xx to everything else, within
    /// seconds.
    ///
    /// - Parameters:
    ///   - request: What came, with the body's own bytes.
    ///   - instance: The instance's name in the configuration; the address that the platform gave the provider says which.
    ///   - moment: What a signed time is compared with; the present unless given.
    /// - Returns: The events, in their order.
    /// - Throws: ``Failure/Kind/authenticationFailed`` for a signature that is missing, wrong or too old;
    ///   ``Failure/Kind/notConfigured`` where the instance has no usable key; ``Failure/Kind/invalidInput`` for a body that
    ///   is not what the provider sends, or for an instance that is not there or sends no webhooks.
    public func events(
        in request: WebhookRequest,
        from instance: String,
        at moment: Timestamp? = nil
    ) throws(Failure) -> [WebhookEvent] {
        guard let settings = configuration.instances.first(where: { $0.settings.instance == instance }) else {
            throw .invalidInput("instance", "is none of the configuration's; give the name of one under providers")
        }
        guard let type = providerTypes.first(where: { $0.name == settings.typeName }) as? any WebhookSender.Type else {
            throw .invalidInput("instance", "names a provider whose webhooks Switchboard cannot read")
        }
        return try Self.events(in: request, from: type, settings.settings, now: moment ?? time.wallClock())
    }

    /// Settles in the audit log what events prove that was unknown: the provider has taken every action whose id it carries
    /// back.
    ///
    /// Nothing is written of actions whose outcome is known, nor twice, so all events that come may be given. It takes a
    /// search in the log for each action named, some tenths of a millisecond.
    ///
    /// - Parameters:
    ///   - events: The events, as ``events(in:from:at:)`` read them.
    ///   - instance: The instance that sent them.
    /// - Returns: How many actions, or items of batches, were settled.
    /// - Throws: ``Failure/Kind/auditUnavailable``: deliver the events again later.
    @discardableResult
    public func settle(_ events: [WebhookEvent], from instance: String) async throws(Failure) -> Int {
        var count = 0
        for settlement in events.compactMap({ Settlement($0, from: instance) }) {
            do throws(Failure) {
                if try await audit.settle(settlement) { count += 1 }
            } catch  where error.kind == .notFound {
                // Another installation's action, or one of a month that was dropped.
            }
        }
        return count
    }

    private static func events<Sender: WebhookSender>(
        in request: WebhookRequest,
        from type: Sender.Type,
        _ settings: ProviderSettings,
        now: Timestamp
    ) throws(Failure) -> [WebhookEvent] {
        let setting = Sender.webhookKeySetting
        do throws(Failure) {
            let keys = settings.webhookKeys(setting)
            guard !keys.isEmpty else { throw Sender.webhooksNotConfigured(settings.environmentVariable(setting)) }
            return try Sender.events(in: request, keys: keys, now: now)
        } catch {
            var failure = error
            failure.provider = settings.instance
            throw failure
        }
    }
}
