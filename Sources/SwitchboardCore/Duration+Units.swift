extension Duration {
    /// The duration in whole seconds, rounded up: a wait must not end early.
    package var wholeSeconds: Int64 {
        let (seconds, attoseconds) = components
        return attoseconds > 0 ? seconds + 1 : seconds
    }

    /// The duration in whole milliseconds, rounded up, so that a deadline in the future is never zero away.
    package var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    }

    /// The duration in microseconds, cut off.
    package var microseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    }

    /// The duration in nanoseconds, cut off; what lies beyond 292 years is 292 years.
    ///
    /// One division of the processor's: `components` costs several of 128 bits.
    package var nanoseconds: Int64 {
        let attoseconds = attoseconds
        let (high, low) = (attoseconds.magnitude >> 64, UInt64(truncatingIfNeeded: attoseconds.magnitude))
        guard high < 500_000_000 else { return attoseconds < 0 ? -.max : .max }
        let nanoseconds = Int64(UInt64(1_000_000_000).dividingFullWidth((UInt64(high), low)).quotient)
        return attoseconds < 0 ? -nanoseconds : nanoseconds
    }
}
