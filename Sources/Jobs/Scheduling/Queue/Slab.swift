/// Values under small numbers that are used again; a number is taken from adding to removing.
struct Slab<Element: Sendable>: Sendable {
    private var elements: [Element] = []
    private var vacancies: [Int32] = []
    /// What stands in unused places, so that they hold no memory.
    private let vacant: Element

    init(vacant: Element) { self.vacant = vacant }

    /// One more than the largest number ever taken.
    var reach: Int { elements.count }

    subscript(place: Int) -> Element {
        get { elements[place] }
        _modify { yield &elements[place] }
    }

    /// Keeps a value and tells its number.
    mutating func add(_ element: Element) -> Int {
        guard let place = vacancies.popLast() else {
            elements.append(element)
            return elements.count - 1
        }
        elements[Int(place)] = element
        return Int(place)
    }

    /// Gives a number back.
    mutating func remove(_ place: Int) {
        elements[place] = vacant
        vacancies.append(Int32(place))
        if vacancies.count == elements.count {
            elements = []
            vacancies = []
        }
    }
}
