/**
 * The main section of a `MANIFEST.MF`.
 *
 * in      lines `Name: value`; a line that begins with a space continues the one above
 * out     values by lower-case name, of the section before the first blank line; the first of a name counts
 * cost    O(text)
 * source  JAR File Specification, Java SE 24, "Name-Value pairs and Sections"
 */
export function readManifest(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string[]>();
  let open: string[] | undefined;
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)) {
    if (line === '') break;
    if (line.startsWith(' ')) {
      open?.push(line.slice(1));
      continue;
    }
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).toLowerCase();
    open = [line.slice(colon + 1)];
    if (name !== '' && !values.has(name)) values.set(name, open);
  }
  return new Map([...values].map(([name, parts]) => [name, parts.join('').trim()]));
}

const sectionVersion = /^implementation-version:[ \t]*(\S+)[ \t]*$/im;

/**
 * The version that the first section to state one gives for the part of the archive that it names, as Ant, Xalan and Xerces write it.
 *
 * in      the whole text; its main section is passed over
 * out     undefined where no section does
 */
export function findSectionVersion(text: string): string | undefined {
  const mainEnd = /(?:\r\n|\r|\n){2}/.exec(text)?.index;
  return mainEnd === undefined ? undefined : sectionVersion.exec(text.slice(mainEnd))?.[1];
}
