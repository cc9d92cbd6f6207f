import Jobs
import Scenarios

extension ProgressBlock {
    /// The lines to show at that moment: never wider than `columns`, never more than `rows`.
    ///
    /// First the bar with the numbers, then the last failures, then what runs. Before the run
    /// begins there are none.
    public func lines(at now: Instant, columns: Int, rows: Int) -> [String] {
        guard let started, columns > 0, rows > 0 else { return [] }
        let running = self.running
        let free = rows - 1
        let troubleRows = min(troubles.count, max(free / 3, free - running.count), 8)
        var lines = [headline(elapsed: now - started, at: now, columns: columns)]
        lines += troubleLines(rows: troubleRows, columns: columns)
        lines += runningLines(running, at: now, rows: free - troubleRows, columns: columns)
        return lines
    }

    /// A piece of a line: what it says and how it looks.
    private typealias Piece = (text: String, role: Palette.Role?)

    /// Numbers in order of importance as far as they fit; the bar takes what is left over.
    private func headline(elapsed: Duration, at now: Instant, columns: Int) -> String {
        var pieces: [Piece] = [("\(done)/\(total)", .strong)]
        for word in OutcomeStyle.words.dropFirst() {
            guard let count = finished[word] else { continue }
            pieces.append(("\(count) \(word)", OutcomeStyle.role(of: word)))
        }
        if done < total, let left = estimate.left(at: now) {
            pieces.append(("ETA \(left.shown)", nil))
        }
        pieces.append((elapsed.shown, .faint))
        var used = 0
        var kept: [String] = []
        for piece in pieces {
            let gap = kept.isEmpty ? 0 : 2
            guard used + gap + piece.text.count <= columns else { continue }
            used += gap + piece.text.count
            kept.append(piece.role.map { palette.paint(piece.text, $0) } ?? piece.text)
        }
        let numbers = kept.joined(separator: "  ")
        if kept.isEmpty { return DisplayWidth.cut("\(done)/\(total)", to: columns) }
        let room = min(40, columns - used - 4)
        return room < 6 ? numbers : "[\(bar(room))]  \(numbers)"
    }

    private func bar(_ width: Int) -> String {
        let filled = total == 0 ? width : width * min(done, total) / total
        let rest = String(repeating: "-", count: width - filled)
        let role: Palette.Role = troubles.isEmpty ? .good : .bad
        return palette.paint(String(repeating: "#", count: filled), role)
            + palette.paint(rest, .faint)
    }

    private func troubleLines(rows: Int, columns: Int) -> [String] {
        troubles.suffix(rows).map { trouble in
            let text = OutcomeStyle.badge(trouble.word) + " " + trouble.title
            let line = DisplayWidth.cut(text, to: columns)
            return palette.paint(line, OutcomeStyle.role(of: trouble.word))
        }
    }

    private func runningLines(
        _ running: [Running], at now: Instant, rows: Int, columns: Int
    ) -> [String] {
        guard rows > 0, !running.isEmpty else { return [] }
        let shown = running.count > rows ? rows - 1 : running.count
        var lines = running.prefix(shown).map { line($0, at: now, columns: columns) }
        if shown < running.count {
            let more = "  and \(running.count - shown) more running"
            lines.append(palette.paint(DisplayWidth.cut(more, to: columns), .faint))
        }
        return lines
    }

    /// `  name, attempt 2, step 3: note      4.2 s`, the time at a fixed place.
    private func line(_ running: Running, at now: Instant, columns: Int) -> String {
        var text = "  " + running.name
        if running.attempt > 1 { text += ", attempt \(running.attempt)" }
        if let step = running.step {
            text += ", step \(step)"
            if let note = running.note { text += ": " + note }
        }
        let time = (now - running.since).shown
        let room = min(columns, 100) - time.count - 2
        guard room >= 4 else { return DisplayWidth.cut(text, to: columns) }
        return DisplayWidth.fit(text, to: room) + "  " + palette.paint(time, .faint)
    }
}
