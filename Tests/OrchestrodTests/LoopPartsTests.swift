import Access
import Jobs
import Scenarios
import Testing

@testable import orchestrod

/// The small parts around the loop.
@Suite struct LoopPartsTests {
    @Test func `a slow reader loses steps and is told how many`() async throws {
        let feed = EventFeed()
        let subscription = try #require(feed.subscribe(JobID(1)))
        let attempt = AttemptKey(TaskKey(JobID(1), TaskID(0)), 1)
        feed.tell(.stored(7), of: JobID(1))
        for step in 1...LoopLimits.feedSignalsMax + 3 {
            feed.tell(.step(attempt, step: step, note: nil), of: JobID(1))
        }
        feed.tell(.step(attempt, step: 1, note: nil), of: JobID(2))
        let news = try #require(await subscription.next())
        #expect(news.hasStored)
        #expect(news.lost == 3)
        #expect(news.steps.count == LoopLimits.feedSignalsMax)
        #expect(
            news.steps.first == EventFeed.Step(attempt: attempt, step: 4, note: nil, after: 7))
        feed.close()
        #expect(await subscription.next() == nil)
        #expect(subscription.take() == nil)
        #expect(feed.subscribe(JobID(1)) == nil)
    }

    @Test func `who waits is told, and who has left is told nothing more`() async throws {
        let feed = EventFeed()
        var subscription = feed.subscribe(nil)
        let waiting = Task { [subscription] in await subscription?.next() }
        feed.tell(.stored(1), of: JobID(7))
        #expect(await waiting.value?.hasStored == true)
        #expect(subscription?.take() == EventFeed.News())
        subscription = nil
        #expect(feed.readersCount == 0)
    }

    @Test func `readers that share connections leave room for others`() {
        let feed = EventFeed()
        var held: [EventFeed.Subscription?] = []
        func take(_ userID: UInt32) -> Bool {
            let subscription = feed.subscribe(nil, sharing: .account(userID: userID))
            held.append(subscription)
            return subscription != nil
        }
        let own = LoopLimits.feedReadersSharingOfOneMax
        let parties = LoopLimits.feedReadersSharingMax / own
        for party in 0..<UInt32(parties) {
            for _ in 0..<own { #expect(take(party)) }
            #expect(!take(party))
        }
        #expect(!take(1_000))
        #expect(feed.subscribe(nil) != nil)
        held.removeFirst(own + 1)
        #expect(take(1_000))
        #expect(take(0))
        #expect(!take(1))
        held = []
        #expect(feed.readersCount == 0)
        #expect(take(1))
    }

    @Test func `a reader whose task is cancelled waits no longer`() async throws {
        let feed = EventFeed()
        let subscription = try #require(feed.subscribe(nil))
        let waiting = Task { await subscription.next() }
        waiting.cancel()
        #expect(await waiting.value == nil)
    }

    @Test(
        arguments: [
            ("worker-0", 0), ("worker-255", 255), ("worker-", nil), ("worker-01", nil),
            ("worker--1", nil), ("worker-99999", nil), ("api", nil), ("worker-1x", nil),
        ] as [(String, Int?)])
    func `a stored connection is known by its name`(name: String, slot: Int?) {
        #expect(PassedDescriptors.slot(name) == slot)
        if let slot { #expect(PassedDescriptors.name(slot: slot) == name) }
    }

    @Test func `the clock starts behind the last event, whatever the wall says`() {
        let future: Int64 = 4_000_000_000_000_000
        let clock = DaemonClock(notBefore: future)
        #expect(clock.now.wallMicroseconds >= future)
        #expect(DaemonClock(notBefore: .max).now.nanoseconds > 0)
    }

    @Test func `every kind of event has an identifier of its own and an explanation`() {
        let ids = JournalEvent.allCases.map(\.messageID)
        #expect(Set(ids).count == ids.count)
        #expect(ids.allSatisfy { $0.count == 32 && $0.allSatisfy(\.isHexDigit) })
        for event in JournalEvent.allCases where event != .log && event != .output {
            #expect(JournalCatalogue.text.contains("-- \(event.messageID)\nSubject: "))
        }
        #expect(!JournalCatalogue.text.contains("\n\n\n"))
    }

    @Test func `an event in the journal has the fields of what it is about`() throws {
        let attempt = try #require(AttemptKey(text: "42.3.1"))
        let ended = JobEvent.attemptEnded(
            attempt, .failed, duration: .seconds(1), willRetry: false,
            notBeforeMicroseconds: nil)
        let story = try #require(Loop.story(ended))
        #expect(story.kind == .attemptEnded)
        #expect(
            story.facts.fields == [
                "ORCHESTRO_JOB=42", "ORCHESTRO_TASK=3", "ORCHESTRO_ATTEMPT=42.3.1",
                "ORCHESTRO_OUTCOME=failed",
            ])
    }
}
