"""Characters that garbled text is most often found to have been.

What is left of them is looked for where no sequence came through whole.
"""

COMMON = (
    "éèêëàâäáãåæçíìîïñóòôöõøúùûüýßÉÈÊÀÂÄÁÃÅÆÇÍÎÑÓÔÖÕØÚÜœŒšžčřěůőűąęłńśźżğışİşăâțșāēīūņļķģėįų"
    "–—‘’‚“”„†‡•…‰‹›€™©®°±²³µ·½¡¿«»£§→←≤≥≠✓✔✅❌⚠"
    "🔍📝📁🌐🔐🎁🛠❓❗●⏰⏱⏳❤↔🏗🏢🏛🏷🏥🏫🏪🏭🏅🐛🐳🐙🐧🐞🍀🍕🍎🏁🐍🌍🌏📍🏠🐝🔝🔁💝👍🍁🎍🏆🏃🐐🌝🎯🔴🔵🟡🟢⏰📏📐🍏🍝🌁💍💐👏👐👎🙏😍😁😎😏"
)
"""Letters of Western languages, punctuation, signs and emoji, the usual ones of each."""

LINES = "─│┌┐└┘├┤┬┴┼═║╔╗╚╝╠╣╦╩╬"
"""The signs that boxes, trees and headings are drawn with in comments; the others are rare."""
