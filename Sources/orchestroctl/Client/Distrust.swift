/// Why a certificate does not prove who answers.
enum Distrust: Hashable {
    /// Nobody that is trusted has signed it.
    case unknownIssuer(String)
    /// It is for other names.
    case otherName(String)
    case expired
    case notYetValid
    case other(String)

    /// From OpenSSL's number (X509_V_ERR_… of openssl/x509_vfy.h) and what libcurl says.
    init(verifyResult: Int, _ message: String) {
        // libcurl compares names itself, before it asks OpenSSL for its number.
        guard !message.contains("target host name") else {
            self = .otherName(message)
            return
        }
        switch verifyResult {
        case 9: self = .notYetValid
        case 10: self = .expired
        case 2, 18, 19, 20, 21: self = .unknownIssuer(message)
        case 62, 64: self = .otherName(message)
        default: self = .other(message)
        }
    }

    /// What happened and what to do.
    func lines(_ connection: Connection) -> [String] {
        let place = connection.place
        switch self {
        case .unknownIssuer:
            let trusted = connection.files.ca.map { $0 } ?? "this system"
            return [
                "error: the certificate of \(place) is not trusted: nobody whom \(trusted) knows"
                    + " vouches for it",
                "hint: copy the daemon's certificate from its machine, or that of whoever signed"
                    + " it, and name the file by --ca-file",
            ]
        case .otherName(let message):
            return [
                "error: the certificate of \(place) is for other names: \(message)",
                "hint: use one of its names in --server, or have a certificate made that names"
                    + " this one",
            ]
        case .expired:
            return [
                "error: the certificate of \(place) has expired",
                "hint: have a new one made there; is the clock of this machine right?",
            ]
        case .notYetValid:
            return [
                "error: the certificate of \(place) is not valid yet",
                "hint: is the clock of this machine right?",
            ]
        case .other(let message):
            return ["error: the certificate of \(place) is not trusted: \(message)"]
        }
    }
}
