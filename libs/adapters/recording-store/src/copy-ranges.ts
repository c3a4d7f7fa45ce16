/**
 * Makes the `CopySourceRange` of each part of a copy inside S3; `undefined` copies the whole source.
 *
 * S3 refuses a range of a source of 5 MB or less. A part has at most 5 GiB, and all but the last at least 5 MiB (API reference, UploadPartCopy; User Guide, multipart upload limits).
 *
 * @param partSizeBytes from 5 MiB to 5 GiB.
 */
export const copyRanges = (sizeBytes: number, partSizeBytes: number): (string | undefined)[] => {
  if (sizeBytes <= partSizeBytes) return [undefined];

  const partCount = Math.ceil(sizeBytes / partSizeBytes);
  return Array.from({ length: partCount }, (_, index) => {
    const first = index * partSizeBytes;
    return `bytes=${first}-${Math.min(first + partSizeBytes, sizeBytes) - 1}`;
  });
};
