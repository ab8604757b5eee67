// What a column's name says about its content: something of a person, or a word of the system's own.

/** Why a name looks personal, in words that end a sentence: `looks like an e-mail address`. */
interface PersonalRule {
  readonly means: string;
  /** Tried on the words of the name, lower case, joined by `_`. */
  readonly pattern: RegExp;
}

/** Words in English and German; each list is what production schemas were seen to use. */
const PERSONAL: readonly PersonalRule[] = [
  {
    means: 'a secret',
    pattern:
      /(^|_)(password|passwd|pwd|passphrase|passcode|secret|token|salt|pin|otp|totp|tfa|2fa|api_?key|private_?key|auth_data|credentials?|passwort)(_|$)/,
  },
  { means: 'an e-mail address', pattern: /(^|_)(e_?mail|emails|mail)(_|$)/ },
  {
    means: 'a phone number',
    pattern: /(^|_)(phone|telephone|mobile|cell|fax|tel|msisdn|handy|telefon)(_?(number|no))?(_|$)/,
  },
  {
    means: 'an identity number',
    pattern:
      /(^|_)(ssn|social_security|passport|tax_?id|tax_?number|vat_?id|nin|national_id|id_card|driver_?licen[cs]e|insurance_no|insurance_number|steuer_?id)(_|$)/,
  },
  {
    means: 'a bank or card number',
    pattern:
      /(^|_)(iban|bic|swift|cvv|cvc|pan|card_?(number|no|holder)|credit_?card|account_?(number|no|holder)|routing_?number|sort_code|konto)(_|$)/,
  },
  {
    means: 'a date of birth',
    pattern: /(^|_)(dob|birth_?da(y|te)|date_of_birth|born(_(on|at))?|birth_?year|geburtsdatum)$/,
  },
  {
    means: 'a network address or a device',
    pattern:
      /(^|_)(ip|ipv4|ipv6|ip_?addr(ess)?|remote_addr|mac_?addr(ess)?|imei|user_agent|device_?id|fingerprint)(_|$)/,
  },
  {
    means: 'a place',
    pattern: /(^|_)(lat|latitude|lon|lng|longitude|geo|geom|coordinates?|gps|location)(_|$)/,
  },
  {
    means: 'a postal address',
    pattern:
      /(^|_)(address|addr|street|city|town|zip|zip_?code|post_?code|postal|postal_?code|house_?(no|number)|anschrift|strasse|plz|ort)(_|$)/,
  },
  {
    means: 'a person\u2019s name',
    pattern:
      /(^|_)((first|last|given|family|full|middle|maiden|nick|display|real|user|contact|customer|employee|patient|owner)_?name|surname|forename|username|login|initials|avatar|vorname|nachname|signature)(_|$)/,
  },
  {
    means: 'something about a person',
    pattern:
      /(^|_)(gender|sex|religion|ethnicity|nationality|race|marital|health|diagnosis|disability|salary|income|wage|blood|age|weight_kg|height_cm)(_|$)/,
  },
  {
    means: 'free text, which may say anything',
    pattern:
      /(^|_)(notes?|comments?|remarks?|description|message|body|bio|about|content|subject|feedback|reason|history|memo|text)(_|$)/,
  },
];

/** A last word that makes it a fact about the thing, not the thing: `email_verified`, `address_id`. */
const ABOUT =
  /_(at|on|id|ids|count|total|type|kind|status|state|verified|confirmed|enabled|required|length|size|sort|order|position|version|expires|changed|attempts)$/;

/** Words of what is counted or measured, wherever they stand: `bytes_raw`, `position_x`. */
const MEASURES = /(^|_)(bytes|filesize|size|count|position|uses|used|interval|attempts|limit)(_|$)/;

/** Words with which a system speaks of itself: texts of such a name are its keys and labels. */
const OWN_TEXTS =
  /(^|_)(status|type|kind|currency|locale|language|lang|mime|mimetype|method|action|collection|field|interface|icon|colou?r|version|format|category|level|severity|scope|tier|stage|priority|table|schema|filetype|encoding|timezone|charset|decision|mode)$/;

/** Of numbers: what a thing costs, how many there are of it, where it stands. */
const OWN_NUMBERS =
  /(^|_)(total|quantity|qty|price|amount|rate|percent|rank|priority|sort|order|length|width|height|duration|milliseconds|seconds|no|number|rev|revision|sequence|version|level|tier|stage|status|type|kind|code)$/;

/** Words, lower case, joined by `_`: `firstName` and `FIRST-NAME` are one. */
export function wordsOf(name: string): string {
  return name
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');
}

/** What of a person the column seems to hold; null where its name says nothing of the kind. */
export function personalMeaning(column: string, table: string): string | null {
  const words = wordsOf(column);
  if (ABOUT.test(words) && !/(^|_)(born_(at|on)|tax_id|national_id|device_id)$/.test(words))
    return null;
  const found = PERSONAL.find(({ pattern }) => pattern.test(words));
  if (found !== undefined) return found.means;
  return words === 'name' && isAboutPeople(table) ? 'a person\u2019s name' : null;
}

/** `status`, `mime_type`: nothing that a person brought in. */
export function isOwnText(column: string): boolean {
  return OWN_TEXTS.test(wordsOf(column));
}

/** `unit_price`, `bytes_raw`. */
export function isMeasure(column: string): boolean {
  const words = wordsOf(column);
  return OWN_NUMBERS.test(words) || MEASURES.test(words);
}

export function isKeyName(column: string): boolean {
  return /(^|_)ids?$/.test(wordsOf(column));
}

/** `canonical_sha256`, `checksum`: a hash of something, by its name. */
export function isHashName(column: string): boolean {
  return /(^|_)(sha_?(1|224|256|384|512)|md5|hash|checksum|digest|etag)$/.test(wordsOf(column));
}

function isAboutPeople(table: string): boolean {
  return /(^|_)(users?|customers?|clients?|persons?|people|employees?|staff|patients?|members?|contacts?|accounts?|authors?|applicants?|students?|citizens?|kunden?|mitarbeiter)$/.test(
    wordsOf(table),
  );
}
