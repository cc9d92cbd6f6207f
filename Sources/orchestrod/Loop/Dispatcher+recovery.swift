import Jobs
import Scenarios
import Wire

extension Dispatcher {
    /// Takes over what the stored events left running. `connected` are the slots whose connection
    /// was kept; they are asked. The records of the others decide.
    mutating func takeOver(connected: Set<Int>, _ turn: inout Turn) {
        for status in scheduler.slots {
            guard let running = status.running else { continue }
            var slot = WorkerSlot(since: turn.now)
            if connected.contains(status.slot) {
                slot.account = running.owner.account
                slot.phase = .resuming(running.attempt)
                turn.effects.append(.send(slot: status.slot, .resume))
            } else {
                slot.phase = .probing(
                    running.attempt, otherwise: .interrupted, isConnected: false)
                turn.effects.append(
                    .probe(running.attempt, slot: status.slot, otherwise: .interrupted))
            }
            slots[status.slot] = slot
        }
        for number in connected where slots[number] == nil {
            // What it was for is stored as over: it may leave.
            turn.effects += [.send(slot: number, .end), .hangUp(slot: number)]
        }
        for (number, slot) in slots where slot.account != nil {
            schedule(.leaseChanged(slot: number, account: slot.account), &turn)
        }
        schedule(.replayed, &turn)
    }
}
