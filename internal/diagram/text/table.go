package text

import (
	"sort"
	"unicode"
)

// The widths of characters, in thousandths of an em: of the regular weight, and
// of the bold ones, 600 and 700.
//
// Each is the largest that Chromium gives the character in Pretendard, Noto Sans
// KR, Nanum Gothic, Arial and Roboto, what a font lacks being taken from Noto
// Sans CJK KR. (Arimo has the widths of Arial, and of Liberation Sans and
// Helvetica.) Outside of latin a span of characters has one width: their
// largest where they are of one width or single signs matter, their average
// where they make words. The browser test text.test.mjs measures again, says
// which character is off, and how the whole of a label errs in each font.

func weightOf(bold bool) int {
	if bold {
		return 1
	}
	return 0
}

const (
	wideHangul = 940  // one for all syllables and jamo, in every font: Pretendard 864, Noto Sans KR 920, Nanum Gothic 940
	wideFull   = 1000 // Hanja, Kana, full-width forms
	wideEmoji  = 1370 // Noto Color Emoji 1248; the others, which are not to be had, are taken to be wider
)

// latin has the widths of U+0000 to U+00FF.
var latin = [2][256]int16{
	{
		1030, 1030, 1030, 1030, 1030, 1030, 1030, 1030, 1030, 280, 280, 1030, 1030, 1030, 1030, 1030, // controls: \t and \n are spaces, the rest is shown as U+FFFD
		1030, 1030, 1030, 1030, 1030, 1030, 1030, 1030, 1030, 1030, 1030, 1030, 1030, 1030, 1030, 1030,
		280, 424, 474, 616, 608, 1090, 727, 303, 363, 363, 606, 654, 303, 433, 303, 413, // ! " # $ % & ' ( ) * + , - . /
		606, 606, 606, 617, 624, 606, 613, 606, 607, 613, 303, 303, 627, 654, 627, 556, // 0 1 2 3 4 5 6 7 8 9 : ; < = > ?
		1015, 727, 667, 722, 727, 667, 611, 797, 728, 293, 552, 667, 556, 969, 727, 787, // @ A B C D E F G H I J K L M N O
		667, 787, 722, 667, 611, 727, 667, 1029, 667, 667, 611, 363, 411, 363, 654, 559, // P Q R S T U V W X Y Z [ \ ] ^ _
		606, 563, 618, 529, 620, 556, 363, 606, 607, 275, 275, 552, 284, 926, 610, 606, // ` a b c d e f g h i j k l m n o
		620, 620, 388, 516, 377, 607, 529, 848, 513, 529, 513, 341, 306, 341, 680, 1030, // p q r s t u v w x y z { | } ~
		0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // more controls: nothing is shown
		0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		280, 333, 556, 671, 838, 666, 306, 1000, 606, 855, 447, 940, 654, 433, 860, 606, // ¡ ¢ £ ¤ ¥ ¦ § ¨ © ª « ¬ ® ¯
		446, 1000, 411, 411, 606, 628, 1000, 561, 606, 546, 455, 940, 1033, 991, 1081, 611, // ° ± ² ³ ´ µ ¶ · ¸ ¹ º » ¼ ½ ¾ ¿
		667, 667, 667, 667, 667, 667, 1000, 722, 667, 667, 667, 667, 293, 293, 293, 293, // À Á Â Ã Ä Å Æ Ç È É Ê Ë Ì Í Î Ï
		727, 723, 778, 778, 778, 778, 778, 1000, 787, 722, 722, 722, 722, 667, 667, 643, // Ð Ñ Ò Ó Ô Õ Ö × Ø Ù Ú Û Ü Ý Þ ß
		563, 563, 563, 563, 563, 563, 892, 529, 556, 556, 556, 556, 278, 278, 278, 278, // à á â ã ä å æ ç è é ê ë ì í î ï
		608, 610, 606, 606, 606, 606, 606, 1000, 611, 607, 607, 607, 607, 529, 620, 529, // ð ñ ò ó ô õ ö ÷ ø ù ú û ü ý þ ÿ
	},
	{
		1030, 1030, 1030, 1030, 1030, 1030, 1030, 1030, 1030, 280, 280, 1030, 1030, 1030, 1030, 1030, // controls: \t and \n are spaces, the rest is shown as U+FFFD
		1030, 1030, 1030, 1030, 1030, 1030, 1030, 1030, 1030, 1030, 1030, 1030, 1030, 1030, 1030, 1030,
		280, 424, 578, 624, 630, 1090, 740, 325, 390, 390, 606, 654, 325, 449, 325, 391, // ! " # $ % & ' ( ) * + , - . /
		660, 606, 610, 639, 657, 627, 643, 606, 644, 643, 333, 333, 653, 654, 653, 611, // 0 1 2 3 4 5 6 7 8 9 : ; < = > ?
		1007, 727, 722, 724, 727, 667, 611, 797, 757, 330, 568, 722, 611, 969, 749, 787, // @ A B C D E F G H I J K L M N O
		667, 787, 722, 667, 643, 748, 718, 1029, 686, 695, 641, 390, 421, 390, 654, 567, // P Q R S T U V W X Y Z [ \ ] ^ _
		626, 591, 644, 564, 644, 581, 372, 611, 640, 304, 306, 604, 315, 964, 641, 626, // ` a b c d e f g h i j k l m n o
		644, 644, 437, 556, 421, 637, 576, 863, 562, 574, 549, 390, 355, 390, 655, 1030, // p q r s t u v w x y z { | } ~
		0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // more controls: nothing is shown
		0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		280, 370, 590, 660, 838, 666, 355, 1000, 626, 855, 444, 940, 654, 449, 855, 626, // ¡ ¢ £ ¤ ¥ ¦ § ¨ © ª « ¬ ® ¯
		446, 1000, 424, 424, 626, 664, 1000, 592, 626, 424, 458, 940, 1067, 1040, 1058, 611, // ° ± ² ³ ´ µ ¶ · ¸ ¹ º » ¼ ½ ¾ ¿
		722, 722, 722, 722, 722, 722, 1000, 724, 667, 667, 667, 667, 330, 330, 330, 330, // À Á Â Ã Ä Å Æ Ç È É Ê Ë Ì Í Î Ï
		742, 749, 778, 778, 778, 778, 778, 1000, 787, 748, 748, 748, 748, 695, 690, 700, // Ð Ñ Ò Ó Ô Õ Ö × Ø Ù Ú Û Ü Ý Þ ß
		591, 591, 591, 591, 591, 591, 891, 564, 581, 581, 581, 581, 304, 304, 304, 304, // à á â ã ä å æ ç è é ê ë ì í î ï
		630, 641, 626, 626, 626, 626, 626, 1000, 626, 637, 637, 637, 637, 574, 644, 574, // ð ñ ò ó ô õ ö ÷ ø ù ú û ü ý þ ÿ
	},
}

// span is a run of characters that have about the same width.
type span struct {
	first, last   rune
	regular, bold int16
	kind          kind
}

// spans are all characters from U+0100, without a gap. The syllables of Hangul,
// which look does not search for here, fill theirs.
var spans = []span{
	{0x0100, 0x0151, 660, 690, plain},   // Latin Extended
	{0x0152, 0x0153, 1000, 1000, plain}, // Œ œ
	{0x0154, 0x017F, 660, 690, plain},
	{0x0180, 0x024F, 730, 750, plain},
	{0x0250, 0x02AF, 650, 670, plain}, // phonetic
	{0x02B0, 0x02FF, 600, 600, plain},
	{0x0300, 0x036F, 0, 0, mark},
	{0x0370, 0x03AB, 730, 760, plain}, // Greek capitals
	{0x03AC, 0x03FF, 620, 660, plain},
	{0x0400, 0x042F, 760, 800, plain}, // Cyrillic capitals
	{0x0430, 0x045F, 640, 670, plain},
	{0x0460, 0x0482, 860, 860, plain},
	{0x0483, 0x0489, 0, 0, mark},
	{0x048A, 0x052F, 780, 800, plain},
	{0x0530, 0x10FF, 800, 800, mixed}, // Armenian, Hebrew, Arabic, Devanagari, Thai, Georgian …
	{0x1100, 0x115F, wideHangul, wideHangul, lead},
	{0x1160, 0x11A7, wideHangul, wideHangul, vowel},
	{0x11A8, 0x11FF, wideHangul, wideHangul, tail},
	{0x1200, 0x1CFF, 1000, 1000, mixed},
	{0x1D00, 0x1DBF, 650, 650, plain}, // phonetic
	{0x1DC0, 0x1DFF, 0, 0, mark},
	{0x1E00, 0x1EFF, 700, 720, plain}, // Latin Extended, Vietnamese
	{0x1F00, 0x1FFF, 760, 800, plain}, // Greek Extended

	{0x2000, 0x2000, 510, 510, plain}, // spaces
	{0x2001, 0x2001, 1000, 1000, plain},
	{0x2002, 0x2002, 510, 510, plain},
	{0x2003, 0x2003, 1000, 1000, plain},
	{0x2004, 0x2006, 335, 335, plain},
	{0x2007, 0x2007, 620, 660, plain},
	{0x2008, 0x200A, 335, 335, plain},
	{0x200B, 0x200B, 0, 0, none},
	{0x200C, 0x200C, 0, 0, mark},
	{0x200D, 0x200D, 0, 0, joiner},
	{0x200E, 0x200F, 0, 0, none},

	{0x2010, 0x2010, 1000, 1000, plain}, // ‐
	{0x2011, 0x2011, 440, 450, plain},
	{0x2012, 0x2013, 660, 660, plain},   // –
	{0x2014, 0x2016, 1000, 1000, plain}, // — ―
	{0x2017, 0x2017, 500, 500, plain},
	{0x2018, 0x201B, 334, 334, plain},   // ‘ ’
	{0x201C, 0x201F, 520, 575, plain},   // “ ”
	{0x2020, 0x2021, 1000, 1000, plain}, // † ‡
	{0x2022, 0x2022, 940, 940, plain},   // •
	{0x2023, 0x2024, 600, 600, plain},
	{0x2025, 0x2027, 1000, 1000, plain}, // …
	{0x2028, 0x2029, 280, 280, plain},
	{0x202A, 0x202E, 0, 0, none},
	{0x202F, 0x202F, 280, 280, plain},
	{0x2030, 0x2031, 1200, 1320, plain},  // ‰
	{0x2032, 0x2033, 480, 575, plain},    // ′ ″
	{0x2034, 0x203B, 1000, 1000, plain},  // ‹ › ※
	{0x203C, 0x203C, 1000, 1000, symbol}, // ‼
	{0x203D, 0x2048, 1000, 1080, plain},
	{0x2049, 0x2049, 1000, 1000, symbol}, // ⁉
	{0x204A, 0x205E, 1000, 1000, plain},
	{0x205F, 0x205F, 280, 280, plain},
	{0x2060, 0x206F, 0, 0, none},
	{0x2070, 0x209F, 530, 530, plain}, // superscripts, subscripts
	{0x20A0, 0x20A8, 900, 950, plain}, // currencies
	{0x20A9, 0x20A9, 970, 970, plain}, // ₩
	{0x20AA, 0x20AB, 900, 900, plain},
	{0x20AC, 0x20AC, 675, 675, plain}, // €
	{0x20AD, 0x20CF, 900, 950, plain},
	{0x20D0, 0x20E2, 0, 0, mark},
	{0x20E3, 0x20E3, 0, 0, keycap},
	{0x20E4, 0x20FF, 0, 0, mark},

	{0x2100, 0x2102, 1000, 1000, plain},
	{0x2103, 0x2103, 1110, 1150, plain}, // ℃
	{0x2104, 0x2115, 1000, 1000, plain},
	{0x2116, 0x2116, 1075, 1115, plain}, // №
	{0x2117, 0x2121, 1000, 1000, plain},
	{0x2122, 0x2122, 1000, 1000, symbol}, // ™
	{0x2123, 0x2138, 1000, 1000, plain},
	{0x2139, 0x2139, 1000, 1000, symbol}, // ℹ
	{0x213A, 0x2165, 1000, 1000, plain},  // ½ Ⅰ
	{0x2166, 0x2167, 1380, 1520, plain},  // Ⅶ Ⅷ
	{0x2168, 0x218F, 1110, 1220, plain},
	{0x2190, 0x2193, 1000, 1000, symbol},           // ← ↑ → ↓
	{0x2194, 0x2194, 1290, 1300, symbol},           // ↔
	{0x2195, 0x21D3, 1000, 1000, symbol},           // ⇒
	{0x21D4, 0x21D4, 1290, 1300, plain},            // ⇔
	{0x21D5, 0x22FF, 1000, 1000, plain},            // mathematics
	{0x2300, 0x2319, 1000, 1000, symbol},           // ⌘
	{0x231A, 0x231B, wideEmoji, wideEmoji, symbol}, // ⌚ ⌛
	{0x231C, 0x2325, 1000, 1000, plain},
	{0x2326, 0x232B, 1450, 1450, symbol}, // ⌨ ⌫
	{0x232C, 0x23E8, 1000, 1000, symbol},
	{0x23E9, 0x23FA, wideEmoji, wideEmoji, symbol}, // ⏩ ⏰ ⏳
	{0x23FB, 0x25FA, 1000, 1000, symbol},           // ① ─ │ ■ ▶ ○
	{0x25FB, 0x25FE, wideEmoji, wideEmoji, symbol},
	{0x25FF, 0x25FF, 1000, 1000, plain},
	{0x2600, 0x2604, wideEmoji, wideEmoji, symbol}, // ☀ ☁
	{0x2605, 0x2606, 1000, 1000, plain},            // ★ ☆
	{0x2607, 0x2712, wideEmoji, wideEmoji, symbol}, // ☎ ☑ ⚙ ⚠ ⚡ ✅ ✉
	{0x2713, 0x2713, 1000, 1000, plain},            // ✓
	{0x2714, 0x2714, wideEmoji, wideEmoji, symbol},
	{0x2715, 0x2715, 1000, 1000, plain},
	{0x2716, 0x2716, wideEmoji, wideEmoji, symbol},
	{0x2717, 0x2718, 1000, 1000, plain},            // ✗ ✘
	{0x2719, 0x2775, wideEmoji, wideEmoji, symbol}, // ✨ ❌ ❓ ❗ ❤
	{0x2776, 0x2794, 1000, 1000, plain},            // ❶ ➔
	{0x2795, 0x2797, wideEmoji, wideEmoji, symbol}, // ➕
	{0x2798, 0x27AF, 1000, 1000, symbol},           // ➜ ➡
	{0x27B0, 0x27BF, wideEmoji, wideEmoji, symbol},
	{0x27C0, 0x27F4, 1200, 1200, plain},
	{0x27F5, 0x27FF, 1700, 1700, plain},            // ⟶
	{0x2800, 0x28FF, 735, 735, plain},              // Braille
	{0x2900, 0x2B1A, 1000, 1000, symbol},           // ⤴ ⬅
	{0x2B1B, 0x2B1C, wideEmoji, wideEmoji, symbol}, // ⬛ ⬜
	{0x2B1D, 0x2B4F, 1000, 1000, plain},
	{0x2B50, 0x2B55, wideEmoji, wideEmoji, symbol}, // ⭐ ⭕
	{0x2B56, 0x2BFF, 1000, 1000, plain},
	{0x2C00, 0x2DFF, 1000, 1000, mixed},
	{0x2E00, 0x2E7F, 1000, 1000, plain},

	{0x2E80, 0x3029, wideFull, wideFull, plain}, // 「 」 、 。
	{0x302A, 0x302F, 0, 0, mark},                // tones of Hangul
	{0x3030, 0x3030, wideFull, wideFull, symbol},
	{0x3031, 0x3098, wideFull, wideFull, plain}, // Kana
	{0x3099, 0x309A, 0, 0, mark},
	{0x309B, 0x3130, wideFull, wideFull, plain},
	{0x3131, 0x318E, wideHangul, wideHangul, plain}, // ㄱ ㅏ
	{0x318F, 0x31FF, wideFull, wideFull, plain},
	{0x3200, 0x321E, 1140, 1200, plain}, // ㈜
	{0x321F, 0x3296, wideFull, wideFull, plain},
	{0x3297, 0x3299, wideEmoji, wideEmoji, symbol}, // ㊗ ㊙
	{0x329A, 0x337F, wideFull, wideFull, plain},
	{0x3380, 0x338D, 1500, 1600, plain}, // ㎀
	{0x338E, 0x338F, 1420, 1490, plain}, // ㎎ ㎏
	{0x3390, 0x3394, 2080, 2150, plain}, // ㎐ ㎒
	{0x3395, 0x339E, 1430, 1520, plain}, // ㎜ ㎝ ㎞
	{0x339F, 0x33A0, 1770, 1870, plain}, // ㎠
	{0x33A1, 0x33A1, 1230, 1290, plain}, // ㎡
	{0x33A2, 0x33A4, 1770, 1870, plain}, // ㎢
	{0x33A5, 0x33A5, 1240, 1310, plain}, // ㎥
	{0x33A6, 0x33DF, 1500, 1600, plain}, // ㎾ ㏄ ㏈
	{0x33E0, 0xA4CF, wideFull, wideFull, plain},
	{0xA4D0, 0xA95F, 1000, 1000, mixed},
	{0xA960, 0xA97F, wideHangul, wideHangul, lead}, // jamo of old Hangul
	{0xA980, 0xABFF, 1000, 1000, mixed},
	{0xAC00, 0xD7AF, wideHangul, wideHangul, plain},
	{0xD7B0, 0xD7CA, wideHangul, wideHangul, vowel},
	{0xD7CB, 0xD7FF, wideHangul, wideHangul, tail},
	{0xD800, 0xFAFF, wideFull, wideFull, plain}, // private use, Hanja
	{0xFB00, 0xFDFF, 1000, 1000, mixed},
	{0xFE00, 0xFE0E, 0, 0, mark},
	{0xFE0F, 0xFE0F, 0, 0, emoji},
	{0xFE10, 0xFE1F, wideFull, wideFull, plain},
	{0xFE20, 0xFE2F, 0, 0, mark},
	{0xFE30, 0xFE6F, wideFull, wideFull, plain},
	{0xFE70, 0xFEFE, 1000, 1000, plain},
	{0xFEFF, 0xFEFF, 0, 0, none},
	{0xFF00, 0xFF60, wideFull, wideFull, plain},     // Ａ （ ）
	{0xFF61, 0xFF9F, 500, 500, plain},               // half-width Kana
	{0xFFA0, 0xFFDF, wideHangul, wideHangul, plain}, // half-width jamo
	{0xFFE0, 0xFFE7, wideFull, wideFull, plain},     // ￦
	{0xFFE8, 0xFFEF, 500, 500, plain},
	{0xFFF0, 0xFFFB, 0, 0, none},
	{0xFFFC, 0xFFFF, 1030, 1030, plain},

	{0x10000, 0x1CFFF, 1000, 1000, mixed},
	{0x1D000, 0x1D7FF, 1000, 1000, mixed}, // letters of mathematics
	{0x1D800, 0x1EFFF, 1000, 1000, mixed},
	{0x1F000, 0x1F0FF, wideEmoji, wideEmoji, symbol},
	{0x1F100, 0x1F1E5, wideEmoji, wideEmoji, symbol}, // 🅰
	{0x1F1E6, 0x1F1FF, wideEmoji, wideEmoji, halfFlag},
	{0x1F200, 0x1F3FA, wideEmoji, wideEmoji, symbol},
	{0x1F3FB, 0x1F3FF, wideEmoji, wideEmoji, skin},
	{0x1F400, 0x1FAFF, wideEmoji, wideEmoji, symbol},
	{0x1FB00, 0xDFFFF, wideFull, wideFull, plain}, // Hanja
	{0xE0000, 0xE0FFF, 0, 0, mark},
	{0xE1000, unicode.MaxRune, wideFull, wideFull, plain},
}

// lookInSpans is look for what needs a search.
func lookInSpans(r rune, weight int) (int, kind) {
	i := sort.Search(len(spans), func(i int) bool { return spans[i].last >= r })
	s := spans[i]
	w := int(s.regular)
	if weight == 1 {
		w = int(s.bold)
	}
	if s.kind != mixed {
		return w, s.kind
	}
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0, mark
	case unicode.Is(unicode.Mc, r):
		return w, mark
	case unicode.Is(unicode.Cf, r):
		return 0, none
	}
	return w, plain
}
