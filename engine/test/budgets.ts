/** Walls of `docs/architecture.md`: lines of a file, lines of a function. */
const walls = { file: 300, function: 50 };

const emptyNames = /(^|\/)(index|utils?|helpers?|common|types|managers?|services?)\.(ts|js)$/;

/**
 * What a source file breaks of the rules on sizes, names and docstrings, as sentences.
 *
 * in      path from the repository's root; text as Biome formats it (which is why lines can be trusted)
 * out     empty when it keeps them all
 */
export function budgetFaults(path: string, text: string): readonly string[] {
  const lines = text.split('\n');
  const name = path.split('/').at(-1) ?? '';
  const faults: string[] = [];
  if (lines.length - 1 > walls.file) faults.push(`${path} has ${lines.length - 1} lines; the wall is ${walls.file}`);
  if (emptyNames.test(path)) faults.push(`${path}: a name that says nothing; name it after its main export`);
  if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*$/.test(name)) faults.push(`${path}: files are named in kebab-case`);
  return [...faults, ...functionFaults(lines), ...(path.endsWith('.ts') ? docstringFaults(lines) : [])];
}

/** Formatted code closes a function with a brace at the indentation that it began with. */
function functionFaults(lines: readonly string[]): string[] {
  const faults: string[] = [];
  for (const [index, line] of lines.entries()) {
    const opened =
      /^(\s*)(?:export )?(?:async )?(?:function\*? (\w+)|(?:const|let) (\w+) = (?:async )?(?:function|\([^)]*\)[^=]*=>|\w+ =>)|(?!if|for|while|switch|catch|return)(\w+)\([^)]*\)[^;]*) ?.*\{$/.exec(
        line,
      );
    if (!opened) continue;
    const [, indent = '', ...names] = opened;
    const length =
      lines.slice(index).findIndex((later) => new RegExp(`^${indent}[})]`).test(later) && !/^\s*\}.*\{$/.test(later)) + 1;
    if (length > walls.function) faults.push(`function ${names.find(Boolean)} is ${length} lines; the wall is ${walls.function}`);
  }
  return faults;
}

function docstringFaults(lines: readonly string[]): string[] {
  return lines.flatMap((line, index) => {
    const exported = /^export (?:declare )?(?:abstract )?(?:async )?(?:const|function\*?|class|interface|type) (\w+)/.exec(line);
    if (!exported || lines[index - 1]?.trimEnd().endsWith('*/')) return [];
    return [`export ${exported[1]} has no docstring`];
  });
}
