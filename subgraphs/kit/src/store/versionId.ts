/** `_id` of a version document. */
export function versionId({ recordId, version }: { recordId: string; version: number }): string {
  return `${recordId}/${version}`
}
