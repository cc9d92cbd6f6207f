import Scenarios
import Terminal

/// What the conversation does to the program and the world.
extension Player {
    mutating func begin(_ action: Action, timeout: Duration, _ now: Instant) {
        let encoder = KeyEncoder(modes: modes)
        lastDisturbance = now
        switch action {
        case .send(let text, let newline):
            write(Array((newline ? text + "\n" : text).utf8), timeout: timeout, now)
        case .control(let byte): control(byte, timeout: timeout, now)
        case .press(let keys): write(keys.flatMap(encoder.bytes), timeout: timeout, now)
        case .command(let text): command(text, timeout: timeout, now)
        case .type(let text): write(Array(text.utf8), timeout: timeout, now)
        case .paste(let text): write(encoder.paste(text), timeout: timeout, now)
        case .resize(let columns, let rows):
            tracker.resized(rows: rows)
            effects.append(.resize(columns: columns, rows: rows))
        case .signal(let name): effects.append(.signal(name))
        case .run(let command):
            startClock(.host(command), timeout: timeout, now)
            effects.append(.run(command, timeout: timeout))
        case .mouse:
            finish(.error(located(Unsupported.screen(at: scenario.steps[stepIndex].position))))
        }
    }

    mutating func takeHostCommand(_ status: Int?, _ output: String, _ now: Instant) {
        guard case .host(let command) = activity else { return }
        lastDisturbance = now
        guard status != 0 else { return resume() }
        let how = status.map { "exited with status \($0)" } ?? "did not end in time"
        var failure = Failure("host command `\(command.text)` \(how)")
        failure.actual = output.isEmpty ? nil : output
        fail(failure, now)
    }

    mutating func takeInputWritten(_ now: Instant) {
        guard case .writing = activity else { return }
        lastDisturbance = now
        resume()
    }

    mutating func takeScreenshot(_ now: Instant) {
        guard case .screenshot(let slug) = activity else { return }
        effects.append(.endScreenshot(slug: slug))
        resume()
    }

    /// Without a terminal there is no line discipline: end of file and the signals of control
    /// keys are given by other means.
    private mutating func control(_ byte: UInt8, timeout: Duration, _ now: Instant) {
        let meaning: PlayerEffect? =
            switch byte {
            case 4: .closeInput
            case 3: .signal(.int)
            case 28: .signal(.quit)
            case 26: .signal(.tstp)
            default: nil
            }
        guard scenario.driver == .pipe, let meaning else {
            return write([byte], timeout: timeout, now)
        }
        transcript.beginInput([byte])
        effects.append(meaning)
    }

    mutating func write(_ bytes: [UInt8], timeout: Duration, _ now: Instant) {
        transcript.beginInput(bytes)
        guard !bytes.isEmpty else { return }
        guard ending == nil, !isOutputClosed || scenario.driver == .pipe else {
            lateInputBytes += bytes.count
            return
        }
        startClock(.writing(bytesCount: bytes.count), timeout: timeout, now)
        effects.append(.write(bytes))
    }
}
