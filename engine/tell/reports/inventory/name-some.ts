/** Names that a line of a terminal shows. */
const shown = 3;

/** The first names, and how many there are more: `ann, bo, cy +2`. */
export function nameSome(names: readonly string[]): string {
  const rest = names.length - shown;
  return rest > 0 ? `${names.slice(0, shown).join(', ')} +${rest}` : names.join(', ');
}
