/** How headings are compared: width, case, white space and the asterisk of required columns do not matter. */
export function headingKey(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[\s*＊]/g, '')
    .toUpperCase()
}
