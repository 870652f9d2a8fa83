/** Artifacts whose jars are published without `pom.properties`, since another builder than Maven makes them. */
interface KnownGroup {
  readonly group: string;
  readonly artifact: RegExp;
  /** Folder of their classes; a jar of that name without a class there is something else. */
  readonly classes: string;
}

/**
 * Groups of artifacts whose jars do not name them.
 *
 * source  the jars and poms of these projects on Maven Central
 */
const knownGroups: readonly KnownGroup[] = [
  { group: 'ch.qos.logback', artifact: /^logback-\w+$/, classes: 'ch/qos/logback/' },
  { group: 'com.h2database', artifact: /^h2$/, classes: 'org/h2/' },
  { group: 'com.mysql', artifact: /^mysql-connector-j$/, classes: 'com/mysql/' },
  { group: 'com.squareup.okhttp3', artifact: /^(?:okhttp|logging-interceptor|mockwebserver)$/, classes: 'okhttp3/' },
  { group: 'com.squareup.okio', artifact: /^okio(?:-jvm)?$/, classes: 'okio/' },
  { group: 'io.micrometer', artifact: /^micrometer-[\w-]+$/, classes: 'io/micrometer/' },
  { group: 'io.projectreactor', artifact: /^reactor-core$/, classes: 'reactor/core/' },
  { group: 'io.projectreactor.netty', artifact: /^reactor-netty(?:-\w+)?$/, classes: 'reactor/netty/' },
  { group: 'org.apache.groovy', artifact: /^groovy(?:-\w+)?$/, classes: 'org/apache/groovy/' },
  {
    group: 'org.apache.kafka',
    artifact: /^(?:kafka-clients|kafka-streams|kafka_[\d.]+|connect-\w+)$/,
    classes: 'org/apache/kafka/',
  },
  { group: 'org.apache.lucene', artifact: /^lucene-[\w-]+$/, classes: 'org/apache/lucene/' },
  { group: 'org.apache.tomcat.embed', artifact: /^tomcat-embed-\w+$/, classes: 'org/apache/' },
  { group: 'org.apache.zookeeper', artifact: /^zookeeper(?:-jute)?$/, classes: 'org/apache/zookeeper/' },
  { group: 'org.aspectj', artifact: /^aspectj\w+$/, classes: 'org/aspectj/' },
  { group: 'org.bouncycastle', artifact: /^bc(?:prov|pkix|util|pg|mail|tls)-(?:ext-)?jdk\w+$/, classes: 'org/bouncycastle/' },
  { group: 'org.elasticsearch', artifact: /^elasticsearch(?:-[\w-]+)?$/, classes: 'org/elasticsearch/' },
  { group: 'org.hibernate', artifact: /^hibernate-(?:core|entitymanager|envers|java8|jcache|c3p0)$/, classes: 'org/hibernate/' },
  { group: 'org.jetbrains.kotlin', artifact: /^kotlin-[\w-]+$/, classes: 'kotlin/' },
  { group: 'org.opensearch', artifact: /^opensearch(?:-[\w-]+)?$/, classes: 'org/opensearch/' },
  { group: 'org.rocksdb', artifact: /^rocksdbjni$/, classes: 'org/rocksdb/' },
  { group: 'org.scala-lang', artifact: /^scala-(?:library|reflect|compiler)$/, classes: 'scala/' },
  {
    group: 'org.springframework',
    artifact:
      /^spring-(?:aop|aspects|beans|context|context-support|core|expression|instrument|jcl|jdbc|jms|messaging|orm|oxm|r2dbc|test|tx|web|webflux|webmvc|websocket)$/,
    classes: 'org/springframework/',
  },
  { group: 'org.springframework.boot', artifact: /^spring-boot(?:-[\w-]+)?$/, classes: 'org/springframework/boot/' },
  { group: 'org.springframework.data', artifact: /^spring-data-\w+$/, classes: 'org/springframework/data/' },
  { group: 'org.springframework.kafka', artifact: /^spring-kafka$/, classes: 'org/springframework/kafka/' },
  {
    group: 'org.springframework.security',
    artifact: /^spring-security-[\w-]+$/,
    classes: 'org/springframework/security/',
  },
];

/**
 * The group of an artifact that is known by its name and by where its classes stand.
 *
 * in      whether the archive has a class below a folder; asked only where the name is known
 * out     undefined where either does not agree
 */
export function findKnownGroup(artifact: string, hasClassIn: (folder: string) => boolean): string | undefined {
  return knownGroups.find((known) => known.artifact.test(artifact) && hasClassIn(known.classes))?.group;
}
