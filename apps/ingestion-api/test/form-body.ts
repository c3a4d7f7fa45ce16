export type Part = {
  readonly name: string;
  readonly value: string | Uint8Array;
  /** Makes the part a file. */
  readonly fileName?: string;
};

export const FORM_TYPE = 'multipart/form-data; boundary=cut-here';

/** A form written by hand, part by part in this order, so that it can be wrong in any way. */
export const formBody = (parts: readonly Part[], end = '--cut-here--\r\n'): Buffer =>
  Buffer.concat([
    ...parts.flatMap(({ name, value, fileName }) => [
      Buffer.from(
        `--cut-here\r\nContent-Disposition: form-data; name="${name}"` +
          (fileName === undefined ? '' : `; filename="${fileName}"\r\nContent-Type: audio/wav`) +
          '\r\n\r\n',
      ),
      Buffer.from(value),
      Buffer.from('\r\n'),
    ]),
    Buffer.from(end),
  ]);
