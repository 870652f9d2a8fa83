import { bytesOf } from '../../../formats/content.ts';
import type { Package } from '../../../model/package.ts';
import type { Gap, Reading } from '../../../model/reading.ts';
import type { Cataloger, LayerFile } from '../cataloger.ts';
import { readGemspec } from './gemspec.ts';

const unit = 'gather/packages/gem';
const place = /(?:^|\/)specifications\/(?:default\/)?([^/]+)\.gemspec$/;
/** Gems that Bundler fetched from a repository, which may hold several. */
const checkout = /(?:^|\/)bundler\/gems\/(?:[^/]+\/){1,3}[^/]+\.gemspec$/;
/** Where RubyGems writes it, the name of the file is `NAME-VERSION[-PLATFORM]`; names may hold hyphens before digits. */
const fileName =
  /^(.+?)-(\d+(?:\.[0-9A-Za-z]+)*)(?:-(java|jruby|(?:x86|x64|i\d86|arm|aarch64|p(?:ower)?pc|s390|riscv|universal)\w*-.+))?$/;

/**
 * Ruby gems, from the specifications that RubyGems keeps of installed and default gems.
 *
 * out     name and version as the specification states them; where it computes them, as the file name does, then `likely`
 * gaps    gemspec-unreadable: neither tells
 * source  RubyGems 3.5, lib/rubygems/specification.rb (`to_ruby`), stub_specification.rb
 */
export const gem = Object.freeze<Cataloger>({
  id: 'gem',
  about: {
    title: 'Ruby gems',
    source: 'https://guides.rubygems.org/specification-reference/',
    reads: [
      '`specifications/*.gemspec` and `specifications/default/*.gemspec`, at any depth',
      '`bundler/gems/**/*.gemspec` (gems from repositories), where Bundler wrote it anew as it does when it installs',
    ],
    limits: [
      '`*.gemspec` elsewhere: part of a source tree, not of an installation',
      '`Gemfile.lock`: it lists what was planned, not what is installed',
      'Ruby itself',
      'the repository and commit of a gem that does not come from a registry',
    ],
  },
  maxBytes: 4 * 1024 * 1024,
  endings: ['.gemspec'],
  wants: ({ path }) => path.endsWith('.gemspec') && (place.test(path) || checkout.test(path)),
  read: readFile,
});

function readFile(file: LayerFile): Reading<Package> {
  const stated = readGemspec(bytesOf(file.content));
  // Its source as it came is code, and belongs to a gem that is installed only where Bundler took its values from it.
  if (!place.test(file.path) && !stated.isWritten) return { items: [], gaps: [] };
  const [, name, version, platform] = fileName.exec(place.exec(file.path)?.[1] ?? '') ?? [];
  const found = { name: stated.name ?? name, version: stated.version ?? version, platform: stated.platform ?? platform };
  if (found.name === undefined || found.version === undefined) return { items: [], gaps: [toGap(file)] };
  const item: Package = {
    type: 'gem',
    name: found.name,
    version: found.version,
    scheme: 'gem',
    ...(found.platform && found.platform !== 'ruby' && { architecture: found.platform }),
    ...(stated.license && { license: stated.license }),
    certainty: stated.name && stated.version ? 'certain' : 'likely',
    path: file.path,
  };
  return { items: [item], gaps: [] };
}

function toGap({ path }: LayerFile): Gap {
  return { code: 'gemspec-unreadable', unit, path, detail: 'neither the specification nor its file name tells name and version' };
}
