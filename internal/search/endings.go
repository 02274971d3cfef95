package search

import "strings"

// The endings of words, as the client gets them, too: a query is stripped as the
// texts were. Endings that make other nouns (화, 적, 성, 자) are not here: without
// them 초기화 and 문화 would be found by 초기 and 문.

// sureEndingList has those that hardly any noun ends with, so that three syllables
// before them are a noun although it stands nowhere alone.
var sureEndingList = strings.Fields(`
	은 는 을 를 에서 에서는 에서도 에서만 에서의 에게 에게는 에게도 까지 까지는 까지도 까지의 부터 부터는
	부터의 으로 으로는 으로도 으로만 으로의 으로써 으로서 으로부터 로부터 에는 에도 에만 처럼 보다 보다는 마다 이나 이라는
	이라고 이라도 이란 이라면 이며 입니다 들 들은 들이 들을 들의 들에 들에게 들과 들도 들로
	하다 한다 합니다 했다 했습니다 하는 하고 하고는 하여 해서 하면 하면서 하며 하지 하지만 하게 하기 하기도 하기는 하기를 하기에 하려면 하려고
	하도록 하던 하세요 하십시오 합시다 해야 해요 했던 했을 하거나 하자 하므로 하는데 하는지 하였다 하였습니다 함으로써 해줍니다 해준다 해주는 해도
	된다 됩니다 됐다 됐습니다 되었다 되었습니다 되는 되고 되어 되어서 돼서 되면 되면서 되며 되지 되지만 되게 되기 되도록 되던 되어야
	돼야 돼요 되었던 되거나 되므로 되는데 된다면 되어도
	시킨다 시킵니다 시켰다 시키는 시키고 시켜 시켜서 시키면 시키며 시키기 시킬`)

// otherEndingList needs the evidence of other words before they are taken off.
var otherEndingList = strings.Fields(`
	이 가 의 에 와 과 도 만 로 로는 로도 로만 로의 로써 로서 랑 이랑 께 께서 한테 한테서 에게서 에게로 조차 마저 밖에 뿐 뿐만 대로 만큼 같이
	나 든 이든 든지 이든지 라도 란 라는 라고 라면 며 이고 이지만 이자 인 인데 인지 인가 인가요 일 일까 이다 다 이었다 였다 이었고 이므로 이기 이어서 여서
	이라서 라서 이면 이거나 거나 씩 들만 와는 과는 와도 과도 와의 과의 만은 만을 만이 만의 보다도 이라 라 요 이에요 예요
	한 할 함 해 함을 함은 함이 됨 된 될 됨을 됨은 되다 시킨 시키다 하 하나 하니 한다면 할지 할수 하느냐 하기가`)

// inflectionList and derivationList have what English words end with, and after
// the slash what stands in its place without. The second needs evidence.
var (
	inflectionList = strings.Fields(`s es ies/y ed ed/e ied/y ing ing/e`)
	derivationList = strings.Fields(`ly ily/y ment ments ation ation/e ations ations/e ion ion/e ions ions/e`)
)
