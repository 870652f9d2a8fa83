/** Words that reports have for a kind of package, its ecosystem, its manager or its distribution → purl type. */
const types: ReadonlyMap<string, string> = new Map(
  Object.entries({
    apk: 'alpine alpaquita chainguard wolfi minimos',
    bitnami: '',
    cargo: 'crates.io rust rust-crate rustbinary rust-binary',
    composer: 'packagist php php-composer composer-vendor php-composer-installed-package',
    conan: '',
    conda: 'conda-pkg conda-environment',
    cran: 'r r-package',
    deb: 'debian ubuntu dpkg echo linuxmint kali raspbian',
    gem: 'rubygems bundler gemspec ruby',
    golang: 'go gomod gobinary go-module gomodules go-binary gobinaries govendor dep',
    hex: 'elixir mix mixlock erlang',
    maven: 'java jar java-archive pom gradle gav sbt jenkins-plugin java-db gradle-lockfile',
    npm: 'node-pkg nodejs node node.js yarn pnpm javascript npm-pkg bun yarn-workspace',
    nuget: 'dotnet dotnet-core dotnet-deps .net packages-props dotnet-core-deps dotnet-portable-executable',
    pub: 'dart dart-pub',
    pypi: 'python python-pkg pip pipenv poetry pythonpkg uv pdm wheel egg python-package',
    rpm:
      'redhat rhel centos rocky rocky-linux almalinux alma amazon amzn amazonlinux oracle ol oraclelinux suse sles opensuse ' +
      'opensuse-leap opensuse-tumbleweed opensuse.leap suse-linux-enterprise fedora photon mariner cbl-mariner azurelinux azure openeuler mageia',
    swift: 'swifturl spm cocoapods',
  }).flatMap(([type, words]) => [type, ...words.split(' ').filter(Boolean)].map((word) => [word, type] as const)),
);

/**
 * The purl type of a kind of package, as a report names it.
 *
 * in      in any case; with a release behind a colon: `debian:12`, `Alpine:v3.18`; with words behind: `Red Hat`, `Rocky Linux:9`
 * out     undefined for words that are not in the table
 */
export function findPackageType(word: string): string | undefined {
  const [base = ''] = word.toLowerCase().trim().split(/[:@]/, 1);
  return types.get(base) ?? types.get(base.replaceAll(' ', '')) ?? types.get(base.split(/[\s/]/, 1)[0] ?? '');
}
