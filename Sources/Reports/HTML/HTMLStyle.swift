/// The style sheet of the HTML report. Colours are named once for light and once for dark.
enum HTMLStyle {
    static let sheet = colours + page + list + body

    private static let colours = """
        :root {
          --back: #f6f7f9; --card: #fff; --ink: #1c2128; --faint: #626b77; --line: #dfe3e8;
          --passed: #1a7f45; --failed: #c62b33; --error: #8a3fc0; --doubt: #966400;
          --del: #fdeaea; --ins: #e4f6ea; --code: #f2f4f7; --screen: #14181f; --glow: #d9e0e8;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --back: #0f1217; --card: #171b22; --ink: #e3e8ee; --faint: #96a1ae; --line: #2a313b;
            --passed: #4cc27a; --failed: #ff7b7f; --error: #c695f5; --doubt: #e0b04a;
            --del: #3d1d20; --ins: #16341f; --code: #10141a; --screen: #07090c; --glow: #cfd7e0;
          }
        }

        """

    private static let page = """
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 68rem;
          background: var(--back); color: var(--ink);
          font: 15px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        h1 { margin: 0; font-size: 1.5rem; letter-spacing: -.01em; overflow-wrap: anywhere; }
        h3 { margin: 1.1rem 0 .35rem; font-size: .75rem; font-weight: 600; color: var(--faint);
          text-transform: uppercase; letter-spacing: .06em; }
        p { margin: .25rem 0; overflow-wrap: anywhere; }
        .sum { font-size: 1.05rem; }
        .when, .note, .none { color: var(--faint); }
        .strip { display: flex; gap: 2px; height: 8px; margin: 1rem 0; border-radius: 4px;
          overflow: hidden; background: var(--line); }
        .strip span { min-width: 4px; }
        .strip .passed { background: var(--passed); }
        .strip .failed { background: var(--failed); }
        .strip .error { background: var(--error); }
        .strip .cancelled { background: var(--doubt); }
        .strip .skipped { background: var(--faint); }
        input[name=filter] { position: absolute; opacity: 0; pointer-events: none; }
        nav { display: flex; flex-wrap: wrap; gap: .4rem; margin-bottom: 1rem; }
        nav label { padding: .2rem .8rem; border: 1px solid var(--line); border-radius: 999px;
          background: var(--card); cursor: pointer; user-select: none; }
        nav label b { color: var(--faint); font-weight: 600; }

        """ + filterRules

    private static let filterRules =
        (OutcomeStyle.words + ["flaky"]).map { word in
            "#show-\(word):checked ~ main .task:not(.\(word)) { display: none; }\n"
        }.joined()
        + (["all", "flaky"] + OutcomeStyle.words).map { word in
            """
            #show-\(word):checked ~ nav label[for=show-\(word)] { border-color: var(--ink); \
            box-shadow: inset 0 0 0 1px var(--ink); }
            #show-\(word):focus-visible ~ nav label[for=show-\(word)] { outline: 2px solid \
            var(--faint); outline-offset: 2px; }

            """
        }.joined()

    private static let list = """
        main { border: 1px solid var(--line); border-radius: 10px; background: var(--card);
          overflow: hidden; }
        .none { padding: 1rem; }
        .task + .task { border-top: 1px solid var(--line); }
        .task > summary, div.task { display: grid; gap: 0 .9rem; align-items: baseline;
          grid-template-columns: 6.6rem minmax(0, 3fr) minmax(0, 2fr) 5.5rem;
          padding: .55rem 1rem; }
        .task > summary { cursor: pointer; list-style: none; }
        .task > summary::-webkit-details-marker { display: none; }
        .task > summary:hover { background: var(--code); }
        .badge { font-size: .72rem; font-weight: 700; letter-spacing: .05em;
          text-transform: uppercase; }
        .badge::before { content: "\\25CF\\00A0"; }
        .badge.passed { color: var(--passed); }
        .badge.failed { color: var(--failed); }
        .badge.error { color: var(--error); }
        .badge.cancelled { color: var(--doubt); }
        .badge.skipped { color: var(--faint); }
        .name { font-weight: 550; overflow-wrap: anywhere; }
        .path { color: var(--faint); font-size: .87rem; overflow-wrap: anywhere; }
        .time { color: var(--faint); text-align: right; white-space: nowrap;
          font-variant-numeric: tabular-nums; }
        .tag { display: inline-block; margin-left: .45rem; padding: 0 .45rem; border: 1px solid var(--line);
          border-radius: 999px; color: var(--faint); font-size: .72rem; font-weight: 400; }
        .tag.warn { border-color: var(--doubt); color: var(--doubt); }
        @media (max-width: 44rem) {
          .task > summary, div.task { grid-template-columns: 6.6rem minmax(0, 1fr) 5rem; }
          .path { grid-row: 2; grid-column: 2 / 4; }
        }

        """

    private static let body = """
        .body { padding: .2rem 1rem 1.1rem 1rem; border-left: 3px solid var(--line); }
        .failed > .body { border-color: var(--failed); }
        .error > .body { border-color: var(--error); }
        .message { font-weight: 600; white-space: pre-wrap; }
        .place, pre, td:first-child { font-family: ui-monospace, "SF Mono", Menlo, Consolas,
          "DejaVu Sans Mono", monospace; font-size: .83rem; }
        .place { color: var(--faint); }
        pre { margin: 0; padding: .7rem .9rem; max-height: 34rem; overflow: auto; line-height: 1.35;
          border: 1px solid var(--line); border-radius: 7px; background: var(--code); tab-size: 8; }
        pre.screen { width: fit-content; max-width: 100%; background: var(--screen);
          color: var(--glow); }
        .pair { display: grid; gap: 0 1rem;
          grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); }
        .pair > div { min-width: 0; }
        pre.diff { padding: .5rem 0; }
        pre.diff > * { display: block; padding: 0 .9rem; text-decoration: none;
          min-height: 1.35em; }
        del { background: var(--del); color: var(--failed); }
        ins { background: var(--ins); color: var(--passed); }
        ul { margin: .2rem 0; padding-left: 1.2rem; overflow-wrap: anywhere; }
        .hints { list-style: none; padding: .5rem .9rem; border-left: 3px solid var(--doubt);
          background: var(--code); border-radius: 0 7px 7px 0; }
        .remarks { margin-top: .8rem; color: var(--doubt); }
        .inner { margin-top: .9rem; }
        .inner > summary { color: var(--faint); cursor: pointer; }
        table { width: 100%; margin: .5rem 0; border-collapse: collapse; font-size: .87rem; }
        th, td { padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line);
          text-align: left; vertical-align: top; overflow-wrap: anywhere; }
        th { color: var(--faint); font-weight: 600; }
        th:nth-last-child(-n+2), td:nth-last-child(-n+2) { text-align: right; white-space: nowrap; }
        tr.failed td:nth-child(2) { color: var(--failed); }
        dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .1rem 1rem;
          margin: .6rem 0; font-size: .87rem; }
        dt { color: var(--faint); }
        dd { margin: 0; overflow-wrap: anywhere; }
        """
}
