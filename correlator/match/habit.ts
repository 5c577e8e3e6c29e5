/** "Every evening", "lately", "for weeks": does the caller speak of something that keeps coming, not of one instant? */
const HABIT_WORDS =
  /每[天日晚早到逢次]|天天|日日|晚晚|夜夜|成日|经常|時常|时常|总是|總是|老是|长期|長期|一直|最近|近来|呢排|呢几日|这几天|這幾天|这段时间|一到|every (day|evening|night|morning|afternoon)|always|lately|recently|these days|for (days|weeks|months)|keeps? /i;

export function speaksOfHabit(text: string): boolean {
  return HABIT_WORDS.test(text);
}
