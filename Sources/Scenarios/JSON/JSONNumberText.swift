extension Double {
    /// The number as Python's `str()` and `json` write it: shortest, exponent from 1e16 on.
    var pythonText: String {
        guard magnitude >= 9e15, magnitude < 1e16 else { return description }
        return String(Int64(self)) + ".0"
    }
}
