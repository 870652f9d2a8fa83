/** What a specification states in so many words; what it computes is undefined. */
export interface Gemspec {
  readonly name?: string;
  readonly version?: string;
  /** `ruby` for a gem of plain Ruby. */
  readonly platform?: string;
  readonly license?: string;
  /** RubyGems wrote it, all values worked out: it has the `# stub:` line. */
  readonly isWritten: boolean;
}

const utf8 = new TextDecoder();
const mostLines = 20_000;
const stub = /^# stub: (\S+) (\S+) (\S+)/;
/** `s.name = "rack".freeze`; also `Gem::Version.new("1.0")`, which older RubyGems wrote. */
const setting = /^\s*\w+\.(name|version|platform|licenses?)\s*=\s*(.+)$/;
const literal = /^(?:Gem::Version\.new\(?\s*)?(["'])([^"'#\\]*)\1(?:\.freeze)?\s*\)?\s*;?\s*(?:#.*)?$/;
const validName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,200}$/;
const validVersion = /^\d[0-9A-Za-z.-]{0,200}$/;

/**
 * Reads what a Ruby program states about a gem, without running it.
 *
 * in      Ruby code as RubyGems writes it, with a `# stub:` line, or as people do, with settings one a line
 * out     the first value of each kind that is a plain text; the stub goes before the settings
 * cost    O(size)
 */
export function readGemspec(bytes: Uint8Array): Gemspec {
  const found = new Map<string, string>();
  let isWritten = false;
  for (const line of utf8.decode(bytes).split('\n', mostLines)) {
    if (line.length > 10_000) continue;
    isWritten ||= stub.test(line);
    for (const [key, value] of settingsOf(line.trimEnd())) if (!found.has(key)) found.set(key, value);
  }
  const [name, version, platform, license] = ['name', 'version', 'platform', 'license'].map((key) => found.get(key));
  return {
    ...(name && validName.test(name) && { name }),
    ...(version && validVersion.test(version) && { version }),
    ...(platform && { platform }),
    ...(license && { license }),
    isWritten,
  };
}

function settingsOf(line: string): [string, string][] {
  const [, name, version, platform] = stub.exec(line) ?? [];
  if (name && version && platform)
    return [
      ['name', name],
      ['version', version],
      ['platform', platform],
    ];
  const [, key = '', value = ''] = setting.exec(line) ?? [];
  if (key.startsWith('license'))
    return [['license', [...value.matchAll(/["']([^"']+)["']/g)].map(([, one]) => one).join(' OR ')]];
  const text = literal.exec(value.trim())?.[2];
  return text ? [[key, text]] : [];
}
