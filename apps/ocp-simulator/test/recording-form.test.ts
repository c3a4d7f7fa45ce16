import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { recordingForm } from '../src/push/recording-form.ts';
import { readForm } from './fake-ingestion.ts';
import { makeCall, NOON } from './make-call.ts';
import { type AudioFolder, makeAudioFolder } from './write-audio.ts';

describe('recordingForm', () => {
  let folder: AudioFolder;
  beforeEach(async () => {
    folder = await makeAudioFolder();
  });
  afterEach(() => folder.remove());

  it.each(['Sales', 'Ventas~España', 'a "quoted" group'])(
    'has its exact length as Content-Length and is parsed completely, for the group %s',
    async (name) => {
      const file = await folder.writeWav('a.wav', 5_000);
      const { headers, body } = recordingForm(makeCall(1, { file, group: { name, accountId: '101' } }));
      const bytes = await buffer(body);
      expect(headers['content-length']).toBe(String(bytes.length));
      const { fields, fileName, sha256 } = await readForm(headers['content-type'], bytes);
      expect(fields['groupId']).toBe(name);
      expect(fileName).toBe(`${name}~101~${NOON}~call-1.wav`);
      expect(sha256).toBe(file.sha256);
    },
  );

  it('reads the file no faster than it is sent', async () => {
    const file = await folder.writeWav('a.wav', 600_000);
    const { body } = recordingForm(makeCall(1, { file }));
    await once(body, 'readable');
    let held = 0;
    // Enough turns to read the whole file, if reading did not wait for the sender.
    for (let turn = 0; turn < 2_000; turn += 1) {
      await nextTurn();
      held = Math.max(held, body.readableLength);
    }
    body.destroy();
    expect(file.sizeBytes).toBeGreaterThan(9_000_000);
    expect(held).toBeLessThan(300_000);
  });
});
