/** Artifacts whose jars are published without `pom.properties`, since another builder than Maven makes them. */
interface KnownGroup {
  readonly group: string;
  readonly artifact: RegExp;
  /** Folder of their classes; a jar of that name without a class there is something else. */
  readonly classes: string;
  /** Where a project moved to another group: the versions of this one. */
  readonly version?: RegExp;
  /** What the artifact's name begins with, where a distribution of the project leaves it out of the file's. */
  readonly prefix?: string;
}

/** What an archive shows of itself. */
export interface NamedArchive {
  /** The artifact, or group and artifact with a dot between them, as Quarkus and sbt name the files that they gather. */
  readonly name: string;
  readonly version: string;
  /** Whether it has a class below a folder; asked only where the name is known. */
  readonly hasClassIn: (folder: string) => boolean;
}

/**
 * Groups of artifacts whose jars do not name them.
 *
 * source  the jars and poms of these projects on Maven Central
 */
const knownGroups: readonly KnownGroup[] = [
  { group: 'ch.qos.logback', artifact: /^logback-\w+$/, classes: 'ch/qos/logback/' },
  { group: 'com.auth0', artifact: /^(?:java-jwt|jwks-rsa)$/, classes: 'com/auth0/' },
  { group: 'com.beust', artifact: /^jcommander$/, classes: 'com/beust/jcommander/' },
  { group: 'com.github.ben-manes.caffeine', artifact: /^(?:caffeine|guava|jcache)$/, classes: 'com/github/benmanes/caffeine/' },
  { group: 'com.github.luben', artifact: /^zstd-jni$/, classes: 'com/github/luben/zstd/' },
  { group: 'com.google.code.findbugs', artifact: /^jsr305$/, classes: 'javax/annotation/' },
  { group: 'com.google.dagger', artifact: /^dagger(?:-\w+)?$/, classes: 'dagger/' },
  { group: 'com.graphql-java', artifact: /^graphql-java$/, classes: 'graphql/' },
  { group: 'com.h2database', artifact: /^h2$/, classes: 'org/h2/' },
  { group: 'com.ibm.icu', artifact: /^icu4j(?:-\w+)?$/, classes: 'com/ibm/icu/' },
  { group: 'com.mysql', artifact: /^mysql-connector-j$/, classes: 'com/mysql/' },
  { group: 'com.netflix.archaius', artifact: /^archaius\d?-\w+$/, classes: 'com/netflix/' },
  { group: 'com.netflix.eureka', artifact: /^eureka-\w+$/, classes: 'com/netflix/' },
  { group: 'com.netflix.hystrix', artifact: /^hystrix-[\w-]+$/, classes: 'com/netflix/hystrix/' },
  { group: 'com.netflix.ribbon', artifact: /^ribbon(?:-\w+)?$/, classes: 'com/netflix/' },
  { group: 'com.oracle.database.jdbc', artifact: /^(?:ojdbc\d+|ucp\d*)$/, classes: 'oracle/' },
  { group: 'com.squareup.moshi', artifact: /^moshi(?:-\w+)?$/, classes: 'com/squareup/moshi/' },
  { group: 'com.squareup.okhttp3', artifact: /^(?:okhttp|logging-interceptor|mockwebserver)$/, classes: 'okhttp3/' },
  { group: 'com.squareup.okio', artifact: /^okio(?:-jvm)?$/, classes: 'okio/' },
  { group: 'com.squareup.retrofit2', artifact: /^(?:retrofit|(?:adapter|converter)-\w+)$/, classes: 'retrofit2/' },
  { group: 'com.typesafe', artifact: /^config$/, classes: 'com/typesafe/config/' },
  { group: 'com.typesafe.akka', artifact: /^akka-[\w-]+_[\d.]+$/, classes: 'akka/' },
  { group: 'com.unboundid', artifact: /^unboundid-ldapsdk$/, classes: 'com/unboundid/' },
  { group: 'dom4j', artifact: /^dom4j$/, classes: 'org/dom4j/', version: /^1\./ },
  { group: 'org.dom4j', artifact: /^dom4j$/, classes: 'org/dom4j/' },
  { group: 'io.grpc', artifact: /^grpc-[\w-]+$/, classes: 'io/grpc/' },
  { group: 'io.ktor', artifact: /^ktor-[\w-]+$/, classes: 'io/ktor/' },
  { group: 'io.micrometer', artifact: /^micrometer-[\w-]+$/, classes: 'io/micrometer/' },
  {
    group: 'io.micronaut',
    artifact:
      /^micronaut-(?:aop|buffer-netty|context|core|core-reactive|graal|http(?:-\w+)*|inject|json-core|management|retry|router|runtime|session|validation|websocket)$/,
    classes: 'io/micronaut/',
  },
  {
    group: 'io.opentelemetry',
    artifact: /^opentelemetry-(?:api(?:-\w+)*|context|sdk(?:-\w+)*|exporter-[\w-]+|extension-[\w-]+|opentracing-shim)$/,
    classes: 'io/opentelemetry/',
  },
  { group: 'io.projectreactor', artifact: /^reactor-core$/, classes: 'reactor/core/' },
  { group: 'io.projectreactor.netty', artifact: /^reactor-netty(?:-\w+)?$/, classes: 'reactor/netty/' },
  { group: 'io.reactivex', artifact: /^rxjava$/, classes: 'rx/', version: /^1\./ },
  { group: 'io.reactivex.rxjava2', artifact: /^rxjava$/, classes: 'io/reactivex/', version: /^2\./ },
  { group: 'io.reactivex.rxjava3', artifact: /^rxjava$/, classes: 'io/reactivex/rxjava3/' },
  { group: 'junit', artifact: /^junit$/, classes: 'org/junit/' },
  { group: 'net.java.dev.jna', artifact: /^jna(?:-platform)?$/, classes: 'com/sun/jna/' },
  { group: 'org.apache.ant', artifact: /^ant(?:-\w+)*$/, classes: 'org/apache/tools/ant/' },
  { group: 'org.apache.derby', artifact: /^derby\w*$/, classes: 'org/apache/derby/' },
  { group: 'org.apache.groovy', artifact: /^groovy(?:-\w+)*$/, classes: 'org/apache/groovy/', version: /^[4-9]\./ },
  { group: 'org.apache.kafka', artifact: /^(?:kafka-[\w-]+|connect-[\w-]+)$/, classes: 'org/apache/kafka/' },
  { group: 'org.apache.kafka', artifact: /^kafka_[\d.]+$/, classes: 'kafka/' },
  { group: 'org.apache.lucene', artifact: /^lucene-[\w-]+$/, classes: 'org/apache/lucene/' },
  { group: 'org.apache.poi', artifact: /^poi(?:-\w+)*$/, classes: 'org/apache/poi/' },
  { group: 'org.apache.solr', artifact: /^solr-\w+$/, classes: 'org/apache/solr/' },
  { group: 'org.apache.tomcat', artifact: /^tomcat-(?!embed-)[\w-]+$/, classes: 'org/apache/' },
  {
    group: 'org.apache.tomcat',
    artifact: /^(?:catalina(?:-(?:ant|ha|ssi|storeconfig))?|jasper(?:-el)?)$/,
    classes: 'org/apache/',
    prefix: 'tomcat-',
  },
  { group: 'org.apache.tomcat.embed', artifact: /^tomcat-embed-\w+$/, classes: 'org/apache/' },
  { group: 'org.apache.velocity', artifact: /^velocity(?:-engine-core|-tools)?$/, classes: 'org/apache/velocity/' },
  { group: 'org.apache.xmlbeans', artifact: /^xmlbeans$/, classes: 'org/apache/xmlbeans/' },
  { group: 'org.apache.zookeeper', artifact: /^zookeeper(?:-jute)?$/, classes: 'org/apache/zookeeper/' },
  { group: 'org.aspectj', artifact: /^aspectj\w+$/, classes: 'org/aspectj/' },
  { group: 'org.bouncycastle', artifact: /^bc(?:prov|pkix|util|pg|mail|tls)-(?:ext-)?jdk\w+$/, classes: 'org/bouncycastle/' },
  { group: 'org.codehaus.groovy', artifact: /^groovy(?:-\w+)*$/, classes: 'groovy/', version: /^[1-3]\./ },
  { group: 'org.codehaus.jackson', artifact: /^jackson-[\w-]+$/, classes: 'org/codehaus/jackson/' },
  { group: 'org.ehcache', artifact: /^ehcache$/, classes: 'org/ehcache/' },
  { group: 'org.elasticsearch', artifact: /^elasticsearch(?:-[\w-]+)?$/, classes: 'org/elasticsearch/' },
  { group: 'org.hamcrest', artifact: /^hamcrest(?:-\w+)?$/, classes: 'org/hamcrest/' },
  { group: 'org.hibernate', artifact: /^hibernate-(?:core|entitymanager|envers|java8|jcache|c3p0)$/, classes: 'org/hibernate/' },
  { group: 'org.hsqldb', artifact: /^hsqldb$/, classes: 'org/hsqldb/' },
  { group: 'org.igniterealtime.smack', artifact: /^smack-[\w-]+$/, classes: 'org/jivesoftware/smack' },
  { group: 'org.jdom', artifact: /^jdom$/, classes: 'org/jdom/' },
  { group: 'org.jdom', artifact: /^jdom2$/, classes: 'org/jdom2/' },
  { group: 'org.jetbrains.kotlin', artifact: /^kotlin-[\w-]+$/, classes: 'kotlin/' },
  { group: 'org.jetbrains.kotlinx', artifact: /^kotlinx-[\w-]+$/, classes: 'kotlinx/' },
  { group: 'org.junit.jupiter', artifact: /^junit-jupiter(?:-\w+)?$/, classes: 'org/junit/jupiter/' },
  { group: 'org.liquibase', artifact: /^liquibase-core$/, classes: 'liquibase/' },
  { group: 'org.lz4', artifact: /^lz4-java$/, classes: 'net/jpountz/' },
  { group: 'org.mockito', artifact: /^mockito-[\w-]+$/, classes: 'org/mockito/' },
  { group: 'org.mongodb', artifact: /^(?:bson(?:-[\w-]+)?|mongodb-driver-[\w-]+|mongo-java-driver)$/, classes: 'org/bson/' },
  { group: 'org.mongodb', artifact: /^mongodb-driver-[\w-]+$/, classes: 'com/mongodb/' },
  { group: 'org.mozilla', artifact: /^rhino(?:-\w+)?$/, classes: 'org/mozilla/' },
  { group: 'org.opensearch', artifact: /^opensearch(?:-[\w-]+)?$/, classes: 'org/opensearch/' },
  { group: 'asm', artifact: /^asm(?:-\w+)?$/, classes: 'org/objectweb/asm/', version: /^[1-3]\./ },
  { group: 'org.ow2.asm', artifact: /^asm(?:-\w+)?$/, classes: 'org/objectweb/asm/' },
  { group: 'org.reactivestreams', artifact: /^reactive-streams$/, classes: 'org/reactivestreams/' },
  { group: 'org.rocksdb', artifact: /^rocksdbjni$/, classes: 'org/rocksdb/' },
  { group: 'org.scala-lang', artifact: /^scala-(?:library|reflect|compiler)$/, classes: 'scala/' },
  {
    group: 'org.springframework',
    artifact:
      /^spring-(?:aop|aspects|beans|context|context-support|core|expression|instrument|jcl|jdbc|jms|messaging|orm|oxm|r2dbc|test|tx|web|webflux|webmvc|websocket)$/,
    classes: 'org/springframework/',
  },
  { group: 'org.springframework.amqp', artifact: /^spring-(?:amqp|rabbit)(?:-\w+)?$/, classes: 'org/springframework/amqp/' },
  { group: 'org.springframework.batch', artifact: /^spring-batch-\w+$/, classes: 'org/springframework/batch/' },
  { group: 'org.springframework.boot', artifact: /^spring-boot(?:-[\w-]+)?$/, classes: 'org/springframework/boot/' },
  { group: 'org.springframework.data', artifact: /^spring-data-\w+$/, classes: 'org/springframework/data/' },
  { group: 'org.springframework.integration', artifact: /^spring-integration-\w+$/, classes: 'org/springframework/integration/' },
  { group: 'org.springframework.kafka', artifact: /^spring-kafka$/, classes: 'org/springframework/kafka/' },
  { group: 'org.springframework.security', artifact: /^spring-security-[\w-]+$/, classes: 'org/springframework/security/' },
  { group: 'org.springframework.session', artifact: /^spring-session-[\w-]+$/, classes: 'org/springframework/session/' },
  { group: 'org.testng', artifact: /^testng$/, classes: 'org/testng/' },
  { group: 'org.tukaani', artifact: /^xz$/, classes: 'org/tukaani/xz/' },
  { group: 'org.xerial.snappy', artifact: /^snappy-java$/, classes: 'org/xerial/snappy/' },
  { group: 'wsdl4j', artifact: /^wsdl4j$/, classes: 'com/ibm/wsdl/' },
  { group: 'xalan', artifact: /^(?:xalan|serializer)$/, classes: 'org/apache/xml/' },
  { group: 'xerces', artifact: /^xercesImpl$/, classes: 'org/apache/xerces/' },
];

/**
 * Group and artifact of an archive that is known by its name and by where its classes stand.
 *
 * out     undefined where either does not agree
 */
export function findKnownGroup({ name, version, hasClassIn }: NamedArchive): { group: string; artifact: string } | undefined {
  for (const known of knownGroups) {
    const { group } = known;
    const artifact = name.startsWith(`${group}.`) ? name.slice(group.length + 1) : name;
    const isMeant = known.artifact.test(artifact) && (known.version?.test(version) ?? true);
    if (isMeant && hasClassIn(known.classes)) return { group, artifact: `${known.prefix ?? ''}${artifact}` };
  }
  return undefined;
}
