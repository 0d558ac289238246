/// How far two words are apart: the letters to add, leave out, replace or swap with their neighbours.
public enum SpellingDistance {
    /// Longer words are compared with none: what is compared stays bounded.
    private static let lengthMax = 64
    /// More is another word: `passedNoAction` is four away from `passedWithAction`, its opposite.
    private static let changeCountMax = 3

    /// The word that `text` most probably was to be, whatever the case of its letters.
    ///
    /// - Returns: `nil` when more than a third of the letters would have to change, or more than three.
    public static func nearest(to text: String, among words: [String]) -> String? {
        let letters = Array(text.lowercased().utf8)
        guard !letters.isEmpty, letters.count <= lengthMax else { return nil }
        let countMax = min(max(1, letters.count / 3), changeCountMax)
        var best: (word: String, count: Int)?
        for word in words where word.utf8.count <= lengthMax {
            let count = between(letters, Array(word.lowercased().utf8))
            if count <= countMax, count < best?.count ?? .max { best = (word, count) }
        }
        return best?.word
    }

    /// The optimal string alignment distance.
    private static func between(_ first: [UInt8], _ second: [UInt8]) -> Int {
        var (beforeLast, last) = ([Int](), Array(0...second.count))
        for row in first.indices {
            var line = [row + 1]
            for column in second.indices {
                let isSame = first[row] == second[column]
                var count = min(last[column + 1] + 1, line[column] + 1, last[column] + (isSame ? 0 : 1))
                if row > 0, column > 0, first[row] == second[column - 1], first[row - 1] == second[column] {
                    count = min(count, beforeLast[column - 1] + 1)
                }
                line.append(count)
            }
            (beforeLast, last) = (last, line)
        }
        return last[second.count]
    }
}
