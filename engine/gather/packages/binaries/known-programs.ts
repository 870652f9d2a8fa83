/** How one program is recognized. */
export interface KnownProgram {
  /** Name of the package, as the program's project and CPE dictionaries spell it. */
  readonly name: string;
  /** The whole file name; one group may hold the series that the version belongs to. */
  readonly file: RegExp;
  /** A text that stands beside the version, searched for first; `$1` stands for the group of `file`. Without it, everything is held against `version`. */
  readonly anchor?: string;
  /** Group 1 is the version, as the program prints it; what stands around it keeps a piece of a longer text from being one. */
  readonly version: RegExp;
  /** Of several versions the newest is the program's: the others are those of interfaces that it keeps. */
  readonly newest?: true;
}

const number = String.raw`\d+\.\d+\.\d+`;

/**
 * Programs and libraries that tell their version in their own read-only data.
 *
 * source  what the builds of Debian 12 and of the projects print with `--version`, and the texts that they print it from
 */
export const knownPrograms: readonly KnownProgram[] = [
  { name: 'apache-httpd', file: /^(?:apache2|httpd)$/, anchor: 'Apache/', version: new RegExp(`Apache/(${number})[\\0 ]`) },
  { name: 'bash', file: /^bash$/, anchor: '@(#)Bash version ', version: new RegExp(`@\\(#\\)Bash version (${number})\\(`) },
  { name: 'busybox', file: /^busybox(?:\.\w+)?$/, anchor: 'BusyBox v', version: new RegExp(`BusyBox v(${number})[\\0 ]`) },
  { name: 'curl', file: /^curl$/, anchor: '\0curl/', version: new RegExp(`\\0curl/(${number})`) },
  { name: 'curl', file: /^libcurl(?:-\w+)?\.so\.[\d.]+$/, anchor: '\0libcurl/', version: new RegExp(`\\0libcurl/(${number})`) },
  { name: 'dnsmasq', file: /^dnsmasq$/, anchor: '\0dnsmasq-', version: /\0dnsmasq-(\d+\.\d+\w*)(?=\0)/ },
  {
    name: 'dropbear',
    file: /^dropbear(?:multi)?$/,
    anchor: 'SSH-2.0-dropbear_',
    version: /SSH-2\.0-dropbear_(\d{4}\.\d+)[\0\r]/,
  },
  { name: 'git', file: /^git$/, anchor: 'git/', version: new RegExp(`git/(${number}(?:-rc\\d+)?)(?:\\.\\w+)*\\0`) },
  {
    name: 'glibc',
    file: /^libc(?:\.so\.6|-[\d.]+\.so)$/,
    anchor: 'GNU C Library (',
    version: /GNU C Library \([^)\0]*\) (?:stable|development) release version (\d+\.\d+)/,
  },
  // Its version stands alone among its texts; nothing else in it is spelled so.
  { name: 'haproxy', file: /^haproxy$/, version: new RegExp(`\\0(${number})(?:-[\\w.+~]+)?(?=\\0)`) },
  { name: 'lighttpd', file: /^lighttpd$/, anchor: 'lighttpd/', version: new RegExp(`lighttpd/(${number})`) },
  { name: 'mariadb', file: /^(?:mariadbd|mysqld)$/, anchor: '-MariaDB', version: new RegExp(`\\0(${number})-MariaDB`) },
  { name: 'memcached', file: /^memcached$/, anchor: '\0memcached ', version: new RegExp(`\\0memcached (${number})[\\0\\n]`) },
  { name: 'nginx', file: /^nginx(?:-debug)?$/, anchor: 'nginx/', version: new RegExp(`nginx/(${number})[\\0 ]`) },
  {
    name: 'node',
    file: /^(?:node|nodejs|libnode\.so\.\d+)$/,
    anchor: 'node.js/v',
    version: new RegExp(`node\\.js/v(${number}(?:-[\\w.]+)?)\\0`),
  },
  {
    name: 'openjdk',
    file: /^libjvm\.so$/,
    anchor: 'Server VM (',
    version: /Server VM \(([\w.+-]+?)(?:-LTS)?\) for /,
  },
  {
    name: 'openssl',
    file: /^(?:openssl|lib(?:ssl|crypto)(?:-\w+)?\.so\.[\w.]+)$/,
    anchor: 'OpenSSL ',
    version: new RegExp(
      `OpenSSL (${number}[a-z]{0,2}(?:-(?:alpha|beta|dev|pre)\\d*)?)(?:-fips)? {1,2}\\d{1,2} [A-Z][a-z]{2} \\d{4}`,
    ),
  },
  {
    name: 'perl',
    file: /^(?:perl(?:5[\d.]+)?|libperl\.so\.[\d.]+)$/,
    anchor: '\0v5.',
    version: /\0v(5\.\d+\.\d+)(?=\0)/,
    newest: true,
  },
  {
    name: 'php',
    file: /^(?:php(?:-?(?:fpm|cli|cgi))?[\d.]*|libphp[\d.]*\.so)$/,
    anchor: 'X-Powered-By: PHP/',
    version: new RegExp(`X-Powered-By: PHP/(${number}(?:RC\\d+)?)`),
  },
  {
    name: 'postgresql',
    file: /^postgres$/,
    anchor: 'PostgreSQL ',
    version: /PostgreSQL (\d+(?:\.\d+)*(?:(?:beta|rc)\d+)?) (?:\(|on )/,
  },
  { name: 'python', file: /^python(\d\.\d+)[dmu]*$/, anchor: '$1.', version: /(?<![\d.])(\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?)\+?\0/ },
  {
    name: 'python',
    file: /^libpython(\d\.\d+)[dmu]*\.so\.[\d.]+$/,
    anchor: '$1.',
    version: /(?<![\d.])(\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?)\+?\0/,
  },
  // Version, build host and time, whether the tree was clean, commit: one text.
  {
    name: 'redis',
    file: /^redis-(?:server|check-rdb|check-aof|sentinel)$/,
    version: new RegExp(`(${number})(?:[A-Za-z][\\w.-]{0,80}-)?1[5-9]\\d{8}\\d{1,4}[0-9a-f]{8}\\0`),
  },
  {
    name: 'ruby',
    file: /^(?:ruby[\d.]*|libruby[\w.-]*\.so\.[\d.]+)$/,
    anchor: '\0ruby ',
    version: new RegExp(`\\0ruby (${number})\\w* ?\\(\\d{4}-\\d\\d-\\d\\d`),
  },
  {
    name: 'valkey',
    file: /^valkey-(?:server|check-rdb|check-aof|sentinel)$/,
    version: new RegExp(`(${number})(?:[A-Za-z][\\w.-]{0,80}-)?1[5-9]\\d{8}\\d{1,4}[0-9a-f]{8}\\0`),
  },
  { name: 'zlib', file: /^libz\.so\.[\d.]+$/, anchor: ' deflate ', version: / deflate (\d+\.\d+(?:\.\d+)*) Copyright/ },
];
