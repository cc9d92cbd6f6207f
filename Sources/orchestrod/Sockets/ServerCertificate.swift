import Glibc
import Settings
import TLS

/// What TLS listeners show: read at start, and again with the configuration. One that cannot be
/// used changes nothing: the one before stays, and while there has been none, connections are
/// closed at once and everything else goes on.
final class ServerCertificate: Sendable {
    private let holder = TLSContextHolder()
    private let places: CertificatePlaces

    /// `own`: a directory of this account, where one is made when there is none.
    init(own: String?) { places = CertificatePlaces(own: own) }

    /// What new connections begin with; nil: there is nothing to show.
    var current: TLSContext? { holder.current }

    /// Reads it and tells the journal; gives what is wrong with it.
    func read(_ settings: TLSSettings, _ journal: Journal) -> String? {
        let now = Int64(time(nil))
        do {
            if settings.certificate == nil { try places.make(now: now) }
            let context = try holder.reload(places.configuration(settings), now: now)
            for warning in context.warnings {
                journal.tell(.certificateDoubtful, warning.description)
            }
            let facts = context.certificate
            journal.tell(
                .certificateRead,
                "TLS shows the certificate of \(facts.subject), SHA-256 \(facts.fingerprint)")
            return nil
        } catch {
            journal.tell(.certificateWrong, "\(error)")
            return "\(error)"
        }
    }
}
