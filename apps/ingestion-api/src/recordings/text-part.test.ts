import { isTextPart } from './text-part.ts';

describe('isTextPart', () => {
  it.each([
    ['text/xml', 'call.xml'],
    ['text/csv', 'call.csv'],
    ['TEXT/HTML', 'call'],
    ['application/xml', 'call.xml'],
    ['application/vnd.ocp+xml', 'call'],
    ['text/plain', 'notes.TXT'],
  ])('is true for the type %s and the name %s', (mimetype, filename) => {
    expect(isTextPart({ mimetype, filename })).toBe(true);
  });

  it.each([
    ['audio/wav', 'notes.txt'],
    ['application/octet-stream', 'call.xml'],
    ['application/xmlish', 'call'],
    ['text/plain', 'recording.wav'],
    ['text/plain', 'recording'],
    ['text/xml', 'recording.WAV'],
    ['application/xml', 'recording.mp3'],
  ])('is false for the type %s and the name %s', (mimetype, filename) => {
    expect(isTextPart({ mimetype, filename })).toBe(false);
  });
});
