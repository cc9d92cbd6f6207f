/// How much backtracking one search may do; tests make it small.
struct MatchEffort {
    /// By how much a place's limit grows when it was not enough.
    static let growth = 4

    /// Granted to each place of a long text.
    var perPlace = PatternLimits.backtracksPerPlace
    /// Granted to all places of a short text together.
    var free = PatternLimits.backtracksFree
    /// To be had in addition, wherever it is needed.
    var total = PatternLimits.backtracksMax

    /// The grant to each of so many starting places.
    func granted(places: Int) -> Int {
        max(perPlace, free / max(1, places))
    }
}
