// The files on which the gate shows what it refuses.

export const SAMPLE_SQL = 'scenario/apply.sql';
export const SAMPLE_JSON = 'spec/shape.json';
export const SAMPLE_CODE = 'validator.ts';

export const SAMPLES: Readonly<Record<string, string>> = {
  [SAMPLE_SQL]: 'UPDATE births SET status = 1;\n/* moved \u2014 and back */\nSELECT 1;\n',
  [SAMPLE_JSON]: '{"title":"births \u2014 the shape","columns":3}\n',
  [SAMPLE_CODE]: 'export const version = 1;\n',
};

/** How many of them stay identical where one drifts. */
export const SAMPLE_COUNT = Object.keys(SAMPLES).length;
