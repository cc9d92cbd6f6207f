import Testing

@testable import Terminal

private func key(_ name: String) -> Key {
    var parts = name.split(separator: "+").map(String.init)
    let last = parts.removeLast()
    var modifiers: Key.Modifiers = []
    for part in parts {
        modifiers.insert(part == "ctrl" ? .ctrl : part == "alt" ? .alt : .shift)
    }
    if let named = Key.Name(rawValue: last) { return Key(.named(named), modifiers: modifiers) }
    if last.count > 1, let number = Int(last.dropFirst()) {
        return Key(.function(number), modifiers: modifiers)
    }
    return Key(.character(last.unicodeScalars.first ?? " "), modifiers: modifiers)
}

private func sent(_ name: String, _ change: (inout Modes) -> Void = { _ in }) -> String {
    var modes = Modes()
    change(&modes)
    return String(decoding: KeyEncoder(modes: modes).bytes(key(name)), as: UTF8.self)
}

/// The bytes of keys; `^[` stands for ESC in the tables.
struct KeyEncoderTests {
    private func escaped(_ text: String) -> String { text.replacing("^[", with: "\u{1B}") }

    @Test(arguments: [
        ("a", "a"), ("A", "A"), ("é", "é"), ("shift+a", "A"), ("shift+é", "É"), ("shift+1", "1"),
        ("alt+a", "^[a"), ("alt+shift+a", "^[A"), ("ctrl+a", "\u{1}"), ("ctrl+Z", "\u{1A}"),
        ("ctrl+alt+c", "^[\u{3}"), ("ctrl+[", "\u{1B}"), ("ctrl+\\", "\u{1C}"),
        ("ctrl+]", "\u{1D}"),
        ("ctrl+^", "\u{1E}"), ("ctrl+_", "\u{1F}"), ("ctrl+/", "\u{1F}"), ("ctrl+?", "\u{7F}"),
        ("ctrl+@", "\0"), ("ctrl+space", "\0"), ("ctrl+2", "\0"), ("ctrl+3", "\u{1B}"),
        ("ctrl+7", "\u{1F}"), ("ctrl+8", "\u{7F}"), ("ctrl+9", "9"), ("space", " "),
        ("alt+space", "^[ "), ("enter", "\r"), ("alt+enter", "^[\r"), ("tab", "\t"),
        ("shift+tab", "^[[Z"), ("escape", "^["), ("alt+escape", "^[^["), ("backspace", "\u{7F}"),
        ("ctrl+backspace", "\u{8}"), ("alt+backspace", "^[\u{7F}"),
    ])
    func characters(_ name: String, _ bytes: String) { #expect(sent(name) == escaped(bytes)) }

    @Test(arguments: [
        ("up", "^[[A"), ("down", "^[[B"), ("right", "^[[C"), ("left", "^[[D"), ("home", "^[[H"),
        ("end", "^[[F"), ("insert", "^[[2~"), ("delete", "^[[3~"), ("pageup", "^[[5~"),
        ("pagedown", "^[[6~"), ("shift+up", "^[[1;2A"), ("alt+left", "^[[1;3D"),
        ("ctrl+right", "^[[1;5C"), ("ctrl+shift+alt+home", "^[[1;8H"), ("ctrl+delete", "^[[3;5~"),
        ("f1", "^[OP"), ("f2", "^[OQ"), ("f3", "^[OR"), ("f4", "^[OS"), ("f5", "^[[15~"),
        ("f6", "^[[17~"), ("f7", "^[[18~"), ("f8", "^[[19~"), ("f9", "^[[20~"), ("f10", "^[[21~"),
        ("f11", "^[[23~"), ("f12", "^[[24~"), ("shift+f1", "^[[1;2P"), ("ctrl+f12", "^[[24;5~"),
    ])
    func functionKeys(_ name: String, _ bytes: String) { #expect(sent(name) == escaped(bytes)) }

    @Test(arguments: [
        ("up", "^[OA"), ("end", "^[OF"), ("ctrl+up", "^[[1;5A"), ("delete", "^[[3~"), ("a", "a"),
    ])
    func applicationCursor(_ name: String, _ bytes: String) {
        #expect(sent(name) { $0.applicationCursor = true } == escaped(bytes))
    }

    @Test(arguments: [
        ("escape", "^[[27u"), ("alt+escape", "^[[27;3u"), ("ctrl+c", "^[[99;5u"),
        ("alt+x", "^[[120;3u"), ("ctrl+shift+a", "^[[97;6u"), ("ctrl+A", "^[[97;5u"), ("a", "a"),
        ("shift+a", "A"), ("enter", "\r"), ("tab", "\t"), ("backspace", "\u{7F}"), ("space", " "),
        ("shift+enter", "^[[13;2u"), ("ctrl+tab", "^[[9;5u"), ("alt+backspace", "^[[127;3u"),
        ("ctrl+space", "^[[32;5u"), ("up", "^[[A"), ("ctrl+up", "^[[1;5A"), ("f5", "^[[15~"),
    ])
    func kittyDisambiguation(_ name: String, _ bytes: String) {
        #expect(sent(name) { $0.kittyKeyboard = [0, 1] } == escaped(bytes))
        #expect(sent(name) { $0.kittyKeyboard = [1, 0] } == sent(name))
    }

    @Test func everyKeyHasBytes() {
        for modifiers in 0..<8 {
            let held = Key.Modifiers(rawValue: modifiers)
            let bases =
                Key.Name.allCases.map { Key.Base.named($0) } + (1...12).map { .function($0) }
            for base in bases {
                for kitty in [[], [1]] {
                    var modes = Modes()
                    modes.kittyKeyboard = kitty
                    #expect(!KeyEncoder(modes: modes).bytes(Key(base, modifiers: held)).isEmpty)
                }
            }
        }
    }

    @Test(arguments: [
        ("a", "a"), ("a\nb", "a\rb"), ("a\r\nb\r\n", "a\rb\r"), ("a\rb", "a\rb"), ("é", "é"),
        ("x^[[201~y", "xy"), ("^[[20^[[201~1~z", "z"), ("^[[2^[[20^[[201~1~01~z", "z"), ("", ""),
    ])
    func pastes(_ text: String, _ body: String) {
        var modes = Modes()
        modes.bracketedPaste = true
        let pasted = KeyEncoder(modes: modes).paste(escaped(text))
        #expect(String(decoding: pasted, as: UTF8.self) == escaped("^[[200~" + body + "^[[201~"))
        let plain = String(decoding: KeyEncoder(modes: Modes()).paste(escaped(text)), as: UTF8.self)
        #expect(plain == (text.contains("^[") ? escaped(text) : body))
    }
}
