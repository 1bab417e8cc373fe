/**
 * Whether a place lies in a district: both are codes of GB/T 2260, the place's perhaps with the six digits of a street behind;
 * a code that ends in 00 is a city or province and covers what is in it.
 */
export function isWithinDistrict(place: string, district: string): boolean {
  return place.startsWith(district.replace(/(?:00){1,2}$/, ''))
}
