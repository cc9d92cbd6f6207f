/// The condition of a step's `if`.
///
/// Grammar: `or` of `and` of `not` of comparisons; `==` and `!=` compare texts; parentheses
/// group. A name that is not set compares as the empty text.
public indirect enum Condition: Hashable, Sendable {
    /// One side of a comparison.
    public enum Operand: Hashable, Sendable {
        /// The operating system: always `linux`.
        case os
        /// A variable of the program's environment.
        case env(String)
        /// A key of the matrix.
        case matrix(String)
        /// A quoted or bare text.
        case text(String)
    }

    /// Both sides are the same text.
    case equal(Operand, Operand)
    /// The sides differ.
    case notEqual(Operand, Operand)
    /// The operand is a text that is not empty.
    case isSet(Operand)
    /// Both hold.
    case and(Condition, Condition)
    /// At least one holds.
    case or(Condition, Condition)
    /// It does not hold.
    case not(Condition)

    /// Whether the condition holds, given the program's environment and the matrix cell.
    public func holds(env: (String) -> String?, matrix: (String) -> String?) -> Bool {
        func text(_ operand: Operand) -> String {
            switch operand {
            case .os: "linux"
            case .env(let name): env(name) ?? ""
            case .matrix(let name): matrix(name) ?? ""
            case .text(let text): text
            }
        }
        switch self {
        case .equal(let a, let b): return text(a) == text(b)
        case .notEqual(let a, let b): return text(a) != text(b)
        case .isSet(let a): return !text(a).isEmpty
        case .and(let a, let b):
            return a.holds(env: env, matrix: matrix) && b.holds(env: env, matrix: matrix)
        case .or(let a, let b):
            return a.holds(env: env, matrix: matrix) || b.holds(env: env, matrix: matrix)
        case .not(let a): return !a.holds(env: env, matrix: matrix)
        }
    }
}
