/** A build argument with its default. */
export interface BuildArgument {
  readonly value: string;
  /** 1-based line that states the default. */
  readonly line: number;
}

/** Build arguments that are known at a place, by name. */
export type KnownArguments = ReadonlyMap<string, BuildArgument>;

/** A text with its variables filled in. */
export interface Substituted {
  readonly text: string;
  /** Arguments whose value went into the text. */
  readonly used: readonly BuildArgument[];
  /** Variables that have no value, or are changed in a way that is not followed here. */
  readonly unknown: readonly string[];
}

const variable = /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?[-+?])([^{}]*)|([#%/][^{}]*))?\})/g;

/**
 * Fills in `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME:+other}` and their forms without the colon.
 *
 * in      a word; the character that escapes a `$`
 * source  https://docs.docker.com/reference/dockerfile/, "Environment replacement"
 */
export function substitute(text: string, known: KnownArguments, escapeMark: string): Substituted {
  const used: BuildArgument[] = [];
  const unknown: string[] = [];
  const filled = text.replace(variable, (whole, bare, braced, operator, word, pattern, offset: number) => {
    if (text[offset - 1] === escapeMark) return whole;
    const name: string = bare ?? braced;
    const argument = known.get(name);
    const isSet = argument !== undefined && (argument.value !== '' || !String(operator).startsWith(':'));
    if (pattern === undefined && operator?.endsWith('+')) return isSet ? word : '';
    if (pattern === undefined && isSet) {
      used.push(argument);
      return argument.value;
    }
    if (pattern === undefined && operator?.endsWith('-')) return word;
    unknown.push(name);
    return whole;
  });
  return { text: filled.replaceAll(`${escapeMark}$`, '$'), used, unknown };
}

/**
 * Splits what follows `ARG`: `NAME`, `NAME=value`, `NAME="a value"`, several of them.
 *
 * out     value undefined where there is no default
 */
export function readArgumentWords(text: string): readonly { readonly name: string; readonly value: string | undefined }[] {
  return [...text.matchAll(/([A-Za-z_]\w*)(?:=((?:"[^"]*"|'[^']*'|[^\s"'])*))?(?=\s|$)/g)].map(([, name = '', value]) => ({
    name,
    value: value?.replace(/"([^"]*)"|'([^']*)'/g, (_, double, single) => double ?? single),
  }));
}
