// The words of Postgres' own messages that a finding may repeat; what is not here may be a row's.

/** Kinds of objects: a name may stand right behind one. */
export const KINDS: ReadonlySet<string> = words(`
    aggregate attribute class collation column configuration constraint conversion database
    dictionary domain encoding enum extension family file function index language library
    locale method object operator parameter parser partition policy procedure publication
    relation role routine rule schema sequence server statistics subscription table tablespace
    template transform trigger type view wrapper
`);

/** Words that a restore's messages are made of: none of them tells what a row holds. */
export const VOCABULARY: ReadonlySet<string> = new Set([
  ...KINDS,
  ...words(`
    a able access across active administrator after all allow allowed already alloc alter ambiguous an and any
    archive array as at attached available be because been before begin between bigint binary
    bit body bool boolean bound by byte bytea bytes cached call canceling cancelled cannot
    carriage cascade cast change character characters check checkpoint child clause closed
    cluster columns command commands comment commit compressed compression conflicting connect
    connection connections constraints contain containing contains control copy corrupt
    corrupted could crash create created csv cube current currently cycle cyclic data date
    deadlock default defined definition delete denied depend depends descriptor detected
    device did different directory disallowed disk do does done double drop due duplicate
    during each element elements empty end end-of-copy enough entries entry error escape
    exceeds exclude exclusion execute executing exist existing exists expected expression
    extended extra failed failure fatal field fields files find for foreign found from full
    functions generated given grant granted group has have header held hstore identifier
    identity if immutable in incompatible incomplete inet infinite inherit inherited inherits
    initialize input insert insufficient int int2 int4 int8 integer internal internally
    interval into invalid is it item its join json jsonb jsonpath key keys large last left
    length level limit line lines list literal load lock locked log long longer loop lost
    lseek malformed many mark marked marker match matches materialized memory message missing
    money more multiple must name named names near nested new newline no non-existent none not
    not-null null number numeric objects of off offset oid on one only open operand operation
    operations option options or order other out output overflow overlap owned owner page
    parameters parent parse part partitioned partitions password path permission permissions
    pg_restore plain plan policies populated position precision prepared primary privilege
    privileges process program protocol query range reached read read-only read/write real
    reason recognized record recursion recursive reference referenced references refresh
    refused register reject remaining rename replace replica replication request requested
    required requires reserved restore restricted result return returned returning returns
    revoke roles rollback row rows run running same scalar schemas search security see select
    sequences serial session set setting settings shared should shutdown size smallint socket
    source space specified sql standard start state statement statements storage string
    sub-select subquery such superuser superusers support supported syntax system tables tar
    temporary terminated terminating text than that the there this time timed timeout
    timestamp timestamptz timetz to toc too transaction transactions transparent trusted types
    uncompress undefined under unexpected unexpectedly unique unknown unlogged unrecognized
    unsafe unsupported unterminated until update updated usage use used user user-defined
    using uuid valid value values varbit varchar varying version views violate violates
    volatile wait waiting was while whole will with within without write written wrong xml
    year zero zone
    abort aborted crashed down kernel killed mode pg_ctl postgres postmaster recovery segmentation
    server shut shutting signal starting
  `),
]);

function words(text: string): Set<string> {
  return new Set(text.trim().split(/\s+/));
}
