import { joinEvents } from './join-events.ts';

const join = (...events: string[]) => {
  const { joined, places } = joinEvents(events.map((text) => Buffer.from(text)));
  const bytes = Buffer.from(joined);
  const found = places.map((place) => bytes.toString('utf8', place.fromByte, place.fromByte + place.bytes));
  return { text: bytes.toString(), found };
};

it('leaves one event as it is', () => {
  expect(join('{\n"a": 1}')).toEqual({ text: '{\n"a": 1}', found: ['{\n"a": 1}'] });
});

it('joins events of one line each to NDJSON, whatever they are', () => {
  expect(join('{"a":"ü"}', 'no JSON', '{"b":2}')).toEqual({
    text: '{"a":"ü"}\nno JSON\n{"b":2}\n',
    found: ['{"a":"ü"}', 'no JSON', '{"b":2}'],
  });
});

it('joins events of several lines to a JSON array', () => {
  const { text, found } = join('{\n"a":1\n}', '"x"', '[\n]');
  expect(JSON.parse(text)).toEqual([{ a: 1 }, 'x', []]);
  expect(found).toEqual(['{\n"a":1\n}', '"x"', '[\n]']);
});
