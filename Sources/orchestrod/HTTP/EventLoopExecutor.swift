import NIOCore

/// Runs the tasks of a connection on the event loop that it belongs to: a request that only asks
/// the loop changes threads twice, not four times. What takes long goes elsewhere.
final class EventLoopExecutor: TaskExecutor {
    private let eventLoop: any EventLoop

    init(_ eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        eventLoop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
