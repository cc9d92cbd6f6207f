import Testing
import Wire

/// The text of metrics is what the OpenMetrics format 1.0 says.
@Suite struct MetricsTextTests {
    @Test func `an empty text has its end`() {
        #expect(MetricsText().text == "# EOF\n")
    }

    @Test func `labels and help are escaped`() {
        var text = MetricsText()
        text.gauge("a", "one\\two\n\"three\"", [([("b", "x\\y\n\"z\" \u{E9}")], 1)])
        #expect(
            text.text == #"""
                # TYPE a gauge
                # HELP a one\\two\n\"three\"
                a{b="x\\y\n\"z\" é"} 1.0
                # EOF

                """#)
    }

    @Test func `counters and infos have their suffix and units are told`() {
        var text = MetricsText()
        text.counter("a", "A.", [([], 3), ([("x", "1"), ("y", "")], 4)])
        text.info("b", "B.", [("version", "1.0")])
        text.gauge("c_bytes", "C.", [([], .infinity), ([("x", "1")], .nan)])
        #expect(
            text.text == """
                # TYPE a counter
                # HELP a A.
                a_total 3
                a_total{x="1",y=""} 4
                # TYPE b info
                # HELP b B.
                b_info{version="1.0"} 1
                # TYPE c_bytes gauge
                # UNIT c_bytes bytes
                # HELP c_bytes C.
                c_bytes +Inf
                c_bytes{x="1"} NaN
                # EOF

                """)
    }

    @Test func `a histogram is cumulative and ends at infinity`() {
        var histogram = Histogram(bounds: [0.5, 1])
        for milliseconds in [-5, 500, 501, 1_000, 5_000] {
            histogram.add(.milliseconds(milliseconds))
        }
        #expect(histogram.counts == [2, 2, 1])
        #expect(histogram.count == 5)
        var text = MetricsText()
        text.histogram("a_seconds", "A.", [([("x", "1")], histogram)])
        #expect(
            text.text == """
                # TYPE a_seconds histogram
                # UNIT a_seconds seconds
                # HELP a_seconds A.
                a_seconds_bucket{x="1",le="0.5"} 2
                a_seconds_bucket{x="1",le="1.0"} 4
                a_seconds_bucket{x="1",le="+Inf"} 5
                a_seconds_count{x="1"} 5
                a_seconds_sum{x="1"} 7.001
                # EOF

                """)
    }
}
