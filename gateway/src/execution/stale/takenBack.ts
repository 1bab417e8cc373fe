/** What a division has taken back: by the type of the entities, the ids of these and of their subjects. */
export type TakenBack = ReadonlyMap<string, ReadonlySet<string>>
