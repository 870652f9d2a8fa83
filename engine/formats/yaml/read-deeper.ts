import { YAMLException } from 'js-yaml';

/** How often a text is read again, and how many characters in all: a hostile one would have a reason in every line. */
const limits = { times: 256, characters: 16 * 1024 * 1024 };

/**
 * Reads YAML as Kubernetes' own parser does, which takes lines between brackets and quotes wherever they begin; YAML 1.2 wants them deeper than what
 * they are the value of. A line that is refused for that begins deeper, and the text is read again.
 *
 * in      the text; what reads it, and throws what js-yaml throws. Lines keep their number, columns do not
 * faults  the first that reading threw, where deeper lines do not help
 * source  YAML 1.2.2, section 7.4, "Flow Collection Styles"; libyaml keeps no indentation within them
 */
export function readDeeper<Value>(text: string, read: (text: string) => Value): Value {
  let first: unknown;
  let deeper = text;
  for (let left = Math.min(limits.times, limits.characters / text.length); ; left -= 1) {
    try {
      return read(deeper);
    } catch (error) {
      first ??= error;
      const line = error instanceof YAMLException && error.reason === 'deficient indentation' ? error.mark?.line : undefined;
      if (line === undefined || left < 1) throw first;
      deeper = withDeeper(deeper, line);
    }
  }
}

function withDeeper(text: string, line: number): string {
  let at = 0;
  for (let count = 0; count < line; count += 1) at = text.indexOf('\n', at) + 1;
  return `${text.slice(0, at)}${' '.repeat(80)}${text.slice(at)}`;
}
