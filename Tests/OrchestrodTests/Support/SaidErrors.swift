import Foundation

/// What a program says on its standard error, kept as it is read.
final class SaidErrors {
    /// For the program.
    let pipe = Pipe()
    private(set) var text = ""

    /// Waits until that was said, or the program says no more.
    func wait(for wanted: String) {
        while !text.contains(wanted) {
            let data = pipe.fileHandleForReading.availableData
            if data.isEmpty { return }
            text += String(decoding: data, as: UTF8.self)
        }
    }

    /// Waits until the program says no more.
    func waitForEnd() {
        text += String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }
}
